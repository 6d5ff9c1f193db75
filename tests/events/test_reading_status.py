"""Has it happened? Sentences read by the shipped encoder, and the rule by which operators combine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.events import find_events
from dragoman.events.assemble import Assembly
from dragoman.events.status.read import StatusReader, combine
from dragoman.records import Status
from support import article

CASES = """
Israel attacked Syria. | attack | actual
Israel did not attack Syria. | attack | not_done
Israel plans to attack Syria. | attack | planned
Israel is close to attacking Syria. | attack | planned
Israel may attack Syria. | attack | uncertain
Israel will attack Syria. | attack | planned
If Syria refuses, Israel will attack Syria. | attack | conditional
Israel threatened to attack Syria. | attack | threatened
France urged Israel to attack Syria. | attack | demanded
Israel denied having attacked Syria. | attack | denied
Israel denied that its army attacked Syria. | attack | denied
The minister said Israel would attack Syria. | attack | planned
The minister said Israel had attacked Syria. | attack | actual
Israel managed to attack Syria. | attack | actual
Analysts predicted an attack by Israel on Syria. | attack | planned
The judges denied a request by Peru for more time. | request | actual
Norway rejected a demand by Sudan for compensation. | demand | actual
The envoy called talk of an attack on Kyiv groundless. | attack | uncertain
Israel reportedly attacked Syria. | attack | uncertain
The minister dismissed reports that Israel had attacked Syria. | attack | denied
It is untrue that Israel attacked Syria, the ministry said. | attack | denied
The bishops asked why Israel had attacked Syria. | attack | actual
Israel agreed to meet Syria and attacked Lebanon on Monday. | attack | actual
Israel warned that it would attack Syria. | attack | threatened
Had Israel attacked Syria, Lebanon would have fled. | attack | not_done
The army is set to withdraw from Mali. | withdraw | planned
Kenya proposed talks between Sudan and Chad. | talk | demanded
There is a possibility of talks between Sudan and Chad. | talk | uncertain
The talks between Sudan and Chad will take place on Monday. | talk | planned
Talks between Sudan and Chad began on Monday. | talk | actual
The rebels were too weak to attack Goma. | attack | not_done
Too few ministers turned up to approve the treaty. | approve | not_done
Not enough lawmakers came to approve the treaty. | approve | not_done
Germany condemned the attack on Kyiv by Russia. | attack | actual
The soldiers who attacked the village will be punished. | attack | actual
The army attacked the rebels after talks failed. | attack | actual
It is not clear whether Israel attacked Syria. | attack | uncertain
The minister was supposed to meet the rebels, but he never met them. | meet | not_done
Under the deal, Russia will release the prisoners. | release | conditional
The army allegedly attacked the village. | attack | uncertain
The plan to attack Syria was abandoned. | attack | not_done
No soldiers attacked the village. | attack | not_done
The minister will visit Paris and meet Macron. | meet | planned
Troops were sent to attack the rebels. | attack | planned
The talks between Sudan and Chad scheduled for Friday may still fail. | talk | planned
The army went on to attack the rebels. | attack | actual
Norway wants Israel to attack Syria. | attack | demanded
Israel wants to attack Syria. | attack | planned
Norway is seeking talks between Sudan and Chad. | talk | demanded
The resolution demands an increase in aid for Sudan. | aid | demanded
The minister asked for a resumption of the talks between Sudan and Chad. | talk | demanded
Norway pressed Sudan into releasing the prisoners. | release | demanded
The families' demand that the prisoners be released was ignored. | release | demanded
The court received a recommendation to release the prisoners. | release | demanded
The council laid out a framework for the withdrawal of the troops. | withdrawal | planned
A law gave the army the power to seize the farms. | seize | planned
Sudan claimed that it had attacked Goma. | attack | uncertain
Sudan attacked Goma, its army claims. | attack | actual
Sudan's claim that it had attacked Goma was met with silence. | attack | uncertain
Israel is believed to have attacked Syria. | attack | uncertain
The soldiers were charged with attacking the village. | attack | uncertain
The police found no evidence that Israel had attacked Syria. | attack | not_done
Norway would act if Sudan did not release the prisoners. | release | conditional
The city could erupt if soldiers tried to seize the farms. | seize | conditional
The miners will strike until Sudan releases the prisoners. | release | conditional
The miners waited until Sudan released the prisoners. | release | actual
Norway will leave once Sudan releases the prisoners. | release | conditional
The police will disperse a protest against Sudan. | protest | actual
The police used tear gas to disperse the crowd. | disperse | actual
Israel vowed to attack Syria. | attack | threatened
Norway vowed to help Syria. | help | planned
Israel warned that Syria would be attacked. | attack | threatened
We want to thank the Turkish government. | thank | actual
They want to thank the Turkish government. | thank | planned
The council vetoed the withdrawal of the troops. | withdrawal | not_done
The army is going to attack the rebels. | attack | planned
The rebels failed to sign a treaty at talks between Sudan and Chad. | talk | actual
The rebels did not sign a treaty during talks between Sudan and Chad. | talk | actual
Israel will attack neither state. | attack | not_done
Israel refused to rule out attacking Syria. | attack | uncertain
Israel declined to rule out an attack on Syria. | attack | uncertain
Sudan denied a report accusing Chad of theft. | accuse | actual
Russia vetoed a resolution urging Israel to withdraw. | urge | actual
Sudan denied a report accusing Chad of attacking Libya. | attack | denied
The rebels will not sign a treaty during talks between Sudan and Chad. | talk | not_done
Germany condemned the attack on Kyiv that Russia had carried out. | attack | actual
Kenya praised talks between Sudan and Chad in a hotel that Egypt had planned for Thursday. | talk | planned
The chiefs have yet to meet the minister. | meet | not_done
The envoy left Chad without talks with the rebels. | talk | not_done
The general withdrew his men rather than attack the village. | attack | not_done
Instead of attacking Syria, Israel signed a treaty with Egypt. | attack | not_done
Iran has not met the inspectors, let alone signed a treaty with them. | sign | not_done
The rebels fled before the army could attack the village. | attack | not_done
The two ministers could not agree on a date. | agree | not_done
Kenya cannot attack Somalia. | attack | not_done
Kenya may not attack Somalia. | attack | uncertain
Israel did not rule out an attack on Syria. | attack | uncertain
Israel would have attacked Syria if Russia had agreed. | attack | not_done
Without the truce, Israel could have attacked Syria. | attack | not_done
The rebels could have attacked the convoy. | attack | uncertain
The judge should have released the prisoners. | release | not_done
The envoy was to have met the general on Monday. | meet | not_done
The envoy had hoped to meet the general. | meet | not_done
The minister said the envoy hoped to meet the general. | meet | planned
Chad became the first state to attack Libya. | attack | actual
Chad will be the first state to attack Libya. | attack | planned
The army pulled out of Goma after an attack by the rebels. | attack | actual
Unions will march on Monday over attacks on miners by police. | attack | actual
Paris has yet to condemn attacks on miners by police. | attack | actual
The police failed to prevent the rebels from attacking the village. | attack | actual
Kenya postponed an attack on Chad. | attack | not_done
No attack on Syria was carried out. | attack | not_done
It is not true that Israel attacked Syria. | attack | denied
Israel has not ruled out an attack on Syria. | attack | uncertain
It is not the case that Israel attacked Syria. | attack | denied
It is time for Israel to attack Syria. | attack | demanded
The ministers were not aware of any attack on Syria. | attack | not_done
Troops took up positions ahead of an attack on Goma. | attack | planned
The envoy persuaded the rebels to release the prisoners. | release | actual
The army was seeking to attack Syria. | attack | not_done
The envoy tried to persuade the rebels to release the prisoners. | release | planned
The army could not protect the village from an attack by rebels. | attack | actual
The envoy laughed off suggestions that Israel had attacked Syria. | attack | denied
Should Israel attack Syria, Russia will leave. | attack | conditional
The general argued for an attack on the convoy. | attack | demanded
Were Israel to attack Syria, Russia would leave. | attack | conditional
There have been no calls to attack Syria. | attack | not_done
Kenya has no plans for an attack on Somalia. | attack | not_done
Instead of attacking Syria, Israel should sign a treaty. | attack | actual
Russia confirmed the use of drones to attack Ukraine. | attack | actual
It can be revealed that Israel attacked Syria. | attack | actual
It would be difficult for Israel to attack Syria. | attack | uncertain
The rebels found it hard to attack the village. | attack | uncertain
It would be unwise to attack Syria, the envoy said. | attack | conditional
It would be a mistake to attack Syria. | attack | conditional
It is wrong to attack Syria. | attack | uncertain
It was wrong to attack Syria, the envoy said. | attack | actual
It is necessary to attack Syria, the general said. | attack | demanded
It is impossible to attack Syria. | attack | not_done
It is not necessary to attack Syria. | attack | not_done
It is not impossible to attack Syria. | attack | uncertain
It was a mistake to attack Syria, the envoy said. | attack | actual
It was an opportunity to attack Syria. | attack | planned
It will be the first state to attack Libya. | attack | planned
The king was right to release the prisoners. | release | actual
The army declined to carry out a raid, following an attack on Goma by rebels. | attack | actual
The terms include a truce during which Syria pulls back and Turkey releases the prisoners. | release | conditional
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_status(case, knowledge, language):
    from dragoman.resolve import resolve

    sentence, act, status = (part.strip() for part in case.split("|"))
    art = article(sentence)
    ana = replace(language.analyse(art), signals=None)  # the rules alone
    events = find_events(art, ana, resolve(art, ana, knowledge), knowledge)
    # The bare act: `threaten attack` is the threat, `attack` what is threatened.
    (event,) = [e for e in events if e.act.split()[0] == act][:1]
    assert event.status == status, event.reasons
    if status != "actual":
        assert event.status_cue is not None
        assert event.status_cue.text in sentence


@pytest.mark.parametrize(
    ("sentence", "word", "status"),
    [
        ("The envoy was told of the withdrawal plans.", "withdrawal", Status.PLANNED),
        ("The envoy was told of a tariff threat.", "tariff", Status.THREATENED),
        ("The two sides signed a ceasefire agreement.", "ceasefire", Status.ACTUAL),
        ("Farmers said they would suspend a blockade from Sunday.", "blockade", Status.ACTUAL),
        ("Farmers said they would begin a blockade on Sunday.", "blockade", Status.PLANNED),
        ("The state announced a strike on Monday.", "strike", Status.PLANNED),
        ("The ministry announced the arrest of two men.", "arrest", Status.ACTUAL),
        ("The minister was charged with the killing of a farmer.", "killing", Status.ACTUAL),
    ],
)
def test_acts_named_by_nouns(sentence, word, status, knowledge, language):
    art = article(sentence)
    ana = language.analyse(art)
    syntax = Assembly.syntax_of(art, ana, knowledge)
    (at,) = (t.i for t in ana.tokens if t.text == word)
    verdict = StatusReader(syntax, knowledge.status).read_token(at)
    assert verdict.status is status, verdict.reasons


@pytest.mark.parametrize("inner", Status)
def test_factive_words_change_nothing(inner):
    assert combine(inner, Status.ACTUAL) is inner


@pytest.mark.parametrize(
    ("inner", "outer", "result"),
    [
        ("actual", "planned", "planned"),
        ("planned", "not_done", "not_done"),
        ("not_done", "not_done", "actual"),
        ("not_done", "planned", "not_done"),
        ("not_done", "denied", "uncertain"),
        ("planned", "conditional", "conditional"),
        ("planned", "uncertain", "uncertain"),
        ("demanded", "planned", "demanded"),
    ],
)
def test_operators_combine(inner, outer, result):
    assert combine(Status(inner), Status(outer)) is Status(result)


def test_nothing_unreal_becomes_actual_but_by_a_double_negative():
    for inner in set(Status) - {Status.ACTUAL, Status.NOT_DONE}:
        for outer in Status:
            assert combine(inner, outer) is not Status.ACTUAL


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The discussions that Washington had on the Sudan ceasefire were useful, the envoy said.", "planned"),
        ("They discussed the release of the hostages.", "planned"),
        ("Negotiations over the pullout from Gaza collapsed.", "planned"),
        ("Envoys met to discuss the truce that began on Sunday.", "actual"),
        ("Qatar negotiated the release of four hostages on Friday.", "actual"),
    ],
)
def test_what_is_talked_about_is_not_done_yet(read_whole, sentence, status):
    (event,) = [e for e in read_whole(sentence) if e.type == "RETREAT"]
    assert event.status == status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("If the army succeeds in attacking the port, ships will leave.", "conditional"),
        ("The army has not succeeded in attacking the port.", "not_done"),
        ("The army succeeded in attacking the port.", "actual"),
        ("Police offer a reward for information leading to the arrest of the general.", "uncertain"),
    ],
)
def test_what_one_succeeds_in_stands_as_the_success_does(read_rules, sentence, status):
    (event,) = [e for e in read_rules(sentence) if e.type in ("ASSAULT", "COERCE")]
    assert event.status == status


def test_what_is_headed_for_is_not_there_yet(read_whole):
    def agreed(sentence):
        return [e.status for e in read_whole(sentence) if e.type == "AGREE"]

    assert agreed(
        "The talks between Sudan and Chad were positive and are headed in the right direction towards a deal, the envoy said."
    ) == ["planned"]
    assert agreed("Sudan and Chad reached a deal, the envoy said.") == ["actual"]
