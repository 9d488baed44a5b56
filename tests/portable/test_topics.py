from lightclient.codec.errors import BadSchema
from lightclient.sync import topics
from tests.portable.support import raises


def test_all_topics_of_a_gateway_start_alike():
    assert topics.base("mainnet", "gw-1") == "lc/1/mainnet/gw-1/"


def test_a_name_has_up_to_64_letters_digits_hyphens_underscores_and_dots():
    for name in ("a", "Z", "0", "-", "_", ".", "till.7_berlin-2", "x" * 64):
        assert topics.check_name(name) == name


def test_a_name_that_cannot_stand_in_a_topic_is_refused():
    for name in ("", "x" * 65, "a/b", "+", "#", "a b", "$share", "a\x00", "a\n", "é", "a+", "a#"):
        with raises(BadSchema):
            topics.check_name(name)
        with raises(BadSchema):
            topics.base("mainnet", name)


def test_no_topic_is_the_beginning_of_another():
    every = (topics.TIP, topics.BATCHES, topics.STATUS, topics.REQUESTS, topics.RESPONSES)
    for one in every:
        assert [other for other in every if other.startswith(one)] == [one]
