"""Draws depend on who, when and for what alone."""

import numpy as np

from wholeplace.dynamics.draws import channel, keyed, mix, mix_plain, pick, uniform

PUBLISHED = 0xE220A8397B1DCDAF
"""First output of splitmix64 from state 0 (its finaliser of the golden-ratio increment)."""


def test_finaliser_gives_the_published_first_output():
    assert mix_plain(0x9E3779B97F4A7C15) == PUBLISHED


def test_plain_and_array_forms_agree():
    keys = np.arange(1, 1000, dtype=np.uint64) * np.uint64(0x123456789ABCDEF)
    assert mix(keys).tolist() == [mix_plain(int(key)) for key in keys]


def test_a_draw_does_not_depend_on_who_else_draws():
    ids = np.arange(1000)
    assert keyed(7, "x", ids)[500] == keyed(7, "x", [500])[0]


def test_seed_channel_and_step_each_change_the_draw():
    base = keyed(1, "x", [3], 4)[0]
    assert len({base, keyed(2, "x", [3], 4)[0], keyed(1, "y", [3], 4)[0], keyed(1, "x", [3], 5)[0]}) == 4


def test_streams_are_uniform_and_uncorrelated():
    ids = np.arange(200_000)
    streams = [uniform(1, "a", ids), uniform(1, "b", ids), uniform(2, "a", ids), uniform(1, "a", ids, 1)]
    for one in streams:
        assert abs(one.mean() - 0.5) < 0.003
        assert abs(one.std() - 12**-0.5) < 0.002
    table = np.corrcoef(np.vstack([*streams, np.roll(streams[0], 1)]))
    assert np.abs(table - np.eye(5)).max() < 0.01


def test_pick_follows_the_weights():
    picked = np.bincount(pick(uniform(1, "p", np.arange(100_000)), [1, 0, 3]), minlength=3)
    assert picked[1] == 0
    assert abs(picked[2] / 100_000 - 0.75) < 0.01


def test_channels_keep_their_numbers():
    assert channel("home:move") == channel("home:move") != channel("home:leave")
