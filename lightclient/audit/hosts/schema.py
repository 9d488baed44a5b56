"""The tables of a log server: records, where each device stands, tiles of the tree, heads, and what contradicts."""

from __future__ import annotations

import sqlalchemy as sa

from lightclient.store.hosts.database import facts_table

tables = sa.MetaData()
facts = facts_table("log_facts", tables)
state = sa.Table(
    "log_state",
    tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)
records = sa.Table(
    "log_records",
    tables,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("prefix", sa.BigInteger, nullable=False, index=True),  # of the entry: 8 bytes are enough to find it
    sa.Column("statement", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("device", "sequence"),
)
devices = sa.Table(
    "log_devices",
    tables,
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
)
tiles = sa.Table(
    "log_tiles",
    tables,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
)
heads = sa.Table(
    "log_heads",
    tables,
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("time", sa.Float, nullable=False),
    sa.Column("published", sa.Boolean, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
)
forks = sa.Table(
    "log_forks",
    tables,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    sa.Column("device", sa.Text, nullable=False, index=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("statement", sa.LargeBinary, nullable=False),
)
SET_TILE = sa.text(
    "INSERT INTO log_tiles (level, number, hashes) VALUES (:level, :number, :hashes) "
    "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
)
SET_DEVICE = sa.text(
    "INSERT INTO log_devices (device, sequence, hash, number, count) "
    "VALUES (:device, :sequence, :hash, :number, :count) ON CONFLICT (device) DO UPDATE SET "
    "sequence = excluded.sequence, hash = excluded.hash, number = excluded.number, count = excluded.count"
)
