"""What whoever asks is told of an error."""

from lightclient.errors import LightClientError
from lightclient.store.errors import StoreFailed
from lightclient.sync.errors import ClientStopped
from lightclient.till.errors import GapReached, NotSynced, TooManyInvoices, UnknownInvoice
from lightclient.till.web import errors

STATUS: tuple[tuple[type[LightClientError], int], ...] = (
    (errors.NotHere, 404),
    (errors.NotProved, 404),
    (UnknownInvoice, 404),
    (errors.TokenNeeded, 401),
    (errors.PinNeeded, 403),
    (errors.WrongPin, 403),
    (errors.NoPin, 403),
    (errors.OtherSite, 403),
    (errors.OtherHost, 421),
    (errors.TooManyPins, 429),
    (errors.TooSlow, 408),
    (errors.TooManyReaders, 503),
    (errors.NoEvidence, 503),
    (errors.ChecksBusy, 503),
    (errors.KeysFull, 503),
    (GapReached, 409),
    (TooManyInvoices, 409),
    (errors.NothingToRefund, 409),
    (errors.OtherOrder, 422),
    (NotSynced, 503),
    (StoreFailed, 503),
    (ClientStopped, 503),
)


def status_of(error: LightClientError) -> int:
    """Return the HTTP status of an error that a request ends with."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


def reason_of(error: LightClientError) -> str:
    """Return what whoever asks is told of an error: what a store says of itself is for its operator."""
    return "the store does not answer" if isinstance(error, StoreFailed) else str(error)
