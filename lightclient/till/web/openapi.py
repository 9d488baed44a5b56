"""The API's description, as OpenAPI 3.1."""

from typing import Any

from lightclient import __version__
from lightclient.till.states import PaymentState, State

PREFIX = "/api/v1"

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
FLAG = {"type": "boolean"}


def perhaps(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


def thing(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has all of these and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
STANDING = {
    "state": {"enum": [state.value for state in State]},
    "satoshi": NUMBER,
    "received": NUMBER,
    "due": NUMBER,
    "over": NUMBER,
    "confirmed": NUMBER,
    "seen": NUMBER,
    "immature": NUMBER,
    "confirmations": NUMBER,
    "expired": FLAG,
    "settled": {"type": "boolean", "description": "Whether the shop's policy is satisfied: hand over the goods."},
    "payments": listed(ref("Payment")),
}
SCHEMAS: dict[str, Any] = {
    "Fiat": thing(amount=TEXT, currency=TEXT, rate={"type": "string", "description": "Of one bitcoin."}),
    "Payment": thing(
        txid=HASH,
        satoshi=NUMBER,
        state={"enum": [state.value for state in PaymentState]},
        confirmations=NUMBER,
        height=perhaps(NUMBER),
        block=perhaps(HASH),
        seen_by=listed(TEXT),
        gone_by=listed(TEXT),
        rival=perhaps(HASH),
        replaceable=perhaps(FLAG),
        fee_rate=perhaps(NUMBER),
        parents=perhaps(NUMBER),
        late=FLAG,
        accepted=FLAG,
        coinbase=FLAG,
    ),
    "Invoice": thing(
        id={"type": "string", "pattern": "^[0-9a-f]{32}$"},
        address=TEXT,
        uri={"type": "string", "description": "BIP21"},
        memo=TEXT,
        fiat=perhaps(ref("Fiat")),
        created=NUMBER,
        expires_at=perhaps(NUMBER),
        closed=FLAG,
        **STANDING,
    ),
    "Change": thing(invoice=TEXT, **STANDING),
    "Order": {
        "type": "object",
        "description": "satoshi or fiat, one of them.",
        "properties": {
            "satoshi": {"type": "integer", "minimum": 1, "maximum": 2_100_000_000_000_000},
            "fiat": {
                "type": "object",
                "properties": {
                    "amount": {"type": "string"},
                    "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
                    "rate": {"type": "string", "description": "Of one bitcoin; without it, the till's."},
                },
                "required": ["amount", "currency"],
                "additionalProperties": False,
            },
            "expires": perhaps({"type": "integer", "minimum": 1, "description": "Seconds; null: never."}),
            "memo": {"type": "string", "maxLength": 200},
        },
        "additionalProperties": False,
    },
    "Rate": thing(currency=TEXT, rate=TEXT, set={"type": "integer", "description": "Unix seconds, 0: never."}),
    "Error": thing(error={"type": "string", "description": "A name that does not change."}, message=TEXT),
    "Webhook": thing(type=TEXT, timestamp={"type": "string", "format": "date-time"}, data=ref("Invoice")),
}


KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same order with the same key, within a day, opens one invoice.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def _answers(status: str, says: str, schema: dict[str, Any] | None, kind: str = "application/json") -> dict[str, Any]:
    found = {kind: {"schema": schema} if schema else {}}
    error = {"description": "Refused, by name.", "content": {"application/json": {"schema": ref("Error")}}}
    return {status: {"description": says, "content": found}, "default": error}


def _takes(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": ref(name)}}}


def _at(name: str, place: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": schema}


def document() -> dict[str, Any]:
    """Return the description of the API."""
    id = _at("id", "path", SCHEMAS["Invoice"]["properties"]["id"])
    invoice = ref("Invoice")
    closed = thing(first={"type": "boolean", "description": "True to one caller alone."}, invoice=invoice)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "lightclient till",
            "version": __version__,
            "description": "Invoices of a shop. Amounts are whole satoshi; money of a currency is text. "
            "No field may be missing or added, and none is a float.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": {
            "/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This description.",
                    "security": [],
                    "responses": _answers("200", "The description.", {"type": "object"}),
                }
            },
            "/invoices": {
                "post": {
                    "operationId": "openInvoice",
                    "summary": "Open an invoice, on an address that no other one has.",
                    "parameters": [KEY],
                    "requestBody": _takes("Order"),
                    "responses": {
                        **_answers("200", "The invoice that the same key has opened.", invoice),
                        **_answers("201", "The invoice, which is stored.", invoice),
                    },
                },
                "get": {
                    "operationId": "listInvoices",
                    "summary": "Invoices by when they were opened, closed ones too.",
                    "parameters": [_at("from", "query", NUMBER), _at("to", "query", NUMBER)],
                    "responses": _answers("200", "The oldest first.", thing(invoices=listed(invoice))),
                },
            },
            "/invoices/{id}": {
                "parameters": [id],
                "get": {
                    "operationId": "getInvoice",
                    "summary": "How an invoice stands.",
                    "responses": _answers("200", "The invoice.", invoice),
                },
            },
            "/invoices/{id}/events": {
                "parameters": [id],
                "get": {
                    "operationId": "followInvoice",
                    "summary": "Server-sent events: a Change each, the present state first; `end` once it is closed.",
                    "responses": _answers("200", "A stream.", None, "text/event-stream"),
                },
            },
            "/invoices/{id}/close": {
                "parameters": [id],
                "post": {
                    "operationId": "closeInvoice",
                    "summary": "Follow an invoice no longer.",
                    "responses": _answers("200", "How it stood.", closed),
                },
            },
            "/invoices/{id}/proofs/{txid}": {
                "parameters": [id, _at("txid", "path", HASH)],
                "get": {
                    "operationId": "getProof",
                    "summary": "Evidence that a block has the payment, for `lightclient verify`.",
                    "responses": _answers("200", "The evidence.", None, "application/cbor"),
                },
            },
            "/rate": {
                "get": {
                    "operationId": "getRate",
                    "summary": "The till's rate.",
                    "responses": _answers("200", "The rate.", ref("Rate")),
                },
                "put": {
                    "operationId": "setRate",
                    "summary": "Set the till's currency, and its rate for one bitcoin.",
                    "requestBody": {
                        "required": True,
                        "content": {"application/json": {"schema": thing(currency=TEXT, rate=TEXT)}},
                    },
                    "responses": _answers("200", "The rate.", ref("Rate")),
                },
            },
        },
        "webhooks": {
            "invoice": {
                "post": {
                    "operationId": "invoiceChanged",
                    "summary": "An invoice has changed. Signed as Standard Webhooks 1.0 has it.",
                    "requestBody": _takes("Webhook"),
                    "responses": {"2XX": {"description": "Taken; anything else is sent again."}},
                }
            }
        },
        "components": {"schemas": SCHEMAS, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
