"""A shop with a till, for tests that kill it."""

# A shop that takes orders from a file, and notes in others which invoice each of them has, and which are paid. It kills
# itself before the so many-th statement of its till.
SHOP = """
import asyncio, json, os, signal, sys, threading
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.client import Client
from lightclient.sync.ledger import GENESIS
from lightclient.till.policy import Policy
from lightclient.till.receiver import Receiver
broker, folder, store, descriptor, left, *parts = sys.argv[1:]
left = int(left)

def statement(frame, event, value):
    global left
    if event == "line":
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    return statement

def call(frame, event, value):
    return statement if any(part in frame.f_code.co_filename for part in parts) else None

def lines(name):
    with open(folder + "/" + name, "ab+") as file:
        file.seek(0)
        return [json.loads(line) for line in file.read().split(b"\\n")[:-1]]

def note(name, *fields):
    with open(folder + "/" + name, "ab") as file:
        file.write(json.dumps(fields).encode() + b"\\n")
        file.flush()
        os.fsync(file.fileno())

async def follow(invoice):
    async for change in invoice.changes():
        note("changes", invoice.memo, change.state, change.received, change.confirmations)
        for payment in change.payments:
            height = payment.height if payment.confirmations else None
            note("events", invoice.memo, payment.state, payment.txid, payment.satoshi, height)
        if change.settled and invoice.memo not in paid:
            paid.add(invoice.memo)
            note("paid", invoice.memo)

async def main():
    async with Client(broker, REGTEST, ["gw"], trust=GENESIS, state=folder + "/state", client_id="till") as client:
        note("starts")
        if left:
            threading.settrace(call)
            sys.settrace(call)
        policy = Policy(confirmations=2, final=4, gap=1000)
        till = await client.till(Receiver.from_descriptor(descriptor, REGTEST), store=store, policy=policy)
        known = {invoice.memo: invoice for invoice in await till.between(0, 2**40)}
        told = {name for name, *_ in lines("invoices")}
        tasks = {}
        while True:
            for name, satoshi in lines("orders"):
                if name not in known:
                    known[name] = await till.invoice(satoshi=satoshi, expires=None, memo=name)
                if name not in told:
                    told.add(name)
                    note("invoices", name, known[name].id, known[name].address, known[name].number)
                if name not in tasks:
                    tasks[name] = asyncio.create_task(follow(known[name]))
            for task in tasks.values():
                if task.done():
                    task.result()
            await asyncio.sleep(0.02)

paid = {name for (name,) in lines("paid")}
asyncio.run(main())
"""
