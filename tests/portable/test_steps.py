from lightclient.crypto.steps import finish


def test_all_steps_are_taken_and_the_result_comes_back():
    taken = []

    def steps():
        for i in range(3):
            taken.append(i)
            yield
        return "result"

    assert finish(steps()) == "result"
    assert taken == [0, 1, 2]


def test_no_step_at_all():
    def steps():
        return 7
        yield

    assert finish(steps()) == 7
