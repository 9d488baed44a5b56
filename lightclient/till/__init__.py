"""The till of a shop: invoices on addresses of its wallet, kept in a database that several tills may share.

    receiver  addresses from public keys
    policy    what the shop demands
    till      the till; `Client.till` opens one
    invoice   what a customer is asked to pay; change, states: how far that is
    store     invoices and the next address, in SQLite or PostgreSQL

What becomes of payments is decided in `payments` alone. The till adds addresses, fiat amounts and a store. It is for
hosts, with the extra `till`.
"""
