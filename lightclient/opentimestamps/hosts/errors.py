"""What goes wrong between us and calendars, one class per cause; each names its calendar."""

from lightclient.errors import LightClientError


class BadCalendarUrl(LightClientError):
    """{url!r} is not the address of a calendar: write https://host or http://host:port, without login or query"""


class CalendarFails(LightClientError):
    """A calendar does not give what it is asked for."""


class CalendarUnreachable(CalendarFails):
    """{calendar}: {why}"""


class CalendarTimeout(CalendarFails):
    """{calendar}: no answer within {seconds:g} s"""


class CalendarRefuses(CalendarFails):
    """{calendar}: answers with HTTP status {status}"""


class CalendarWaits(CalendarFails):
    """{calendar}: has the commitment, or not, but no attestation of a block yet"""


class CalendarLies(CalendarFails):
    """{calendar}: its answer is refused: {why}"""


class CalendarNotTrusted(CalendarFails):
    """{calendar}: the proof names this calendar, and it is not one of those that we ask: name it with --calendar"""


class TooFewCalendars(CalendarFails):
    """{got} of {asked} calendars promised an attestation, {needed} are needed: {why}"""
