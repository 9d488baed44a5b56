"""What gateways of Bitcoin are asked, and what watchers are told: the numbers on the wire (docs/protocol.md)."""

PROOF, TRANSACTION, HEADER, FILTER, BROADCAST = range(2, 7)  # kinds of requests, beside RUN and WATCH
SEEN, MINED, GONE = range(1, 4)  # events of a watch, beside COVERED
