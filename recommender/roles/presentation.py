"""A role as a record for people and clients."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.records import Licence, Occupation, Role, RoleArea, RoleMember, RoleRef
from recommender.roles.area import Area
from recommender.roles.profile import Profile, weight_of
from recommender.taxonomy.space import SkillSpace


def role_record(
    profile: Profile,
    occupations: tuple[Occupation, ...],
    related: Sequence[RoleRef],
    licences: Sequence[Licence],
    job_zone: int | None,
    space: SkillSpace,
) -> Role:
    """The record of a profile; one that nobody reviewed goes by its first occupation."""
    given = profile.role
    first = occupations[0] if occupations else None
    return Role(
        id=given.id if given else first.id if first else "",
        title=given.title if given else first.label if first else "",
        titles=given.titles if given else (),
        occupations=occupations,
        seniority=given.seniority if given else None,
        origin=given.origin if given else "evidence",
        areas=tuple(_area(profile, place, area, space) for place, area in enumerate(profile.areas)),
        cut=profile.cut,
        licences=tuple(licences),
        usual_entry=given.usual_entry if given else None,
        job_zone=job_zone,
        related=tuple(related),
    )


def _area(profile: Profile, place: int, area: Area, space: SkillSpace) -> RoleArea:
    given = profile.role.areas[place] if profile.role else None
    members = tuple(
        RoleMember(id=space.id(node), label=space.label(node), sources=profile.sources.get(node, ()))
        for node in area.members
    )
    return RoleArea(
        name=area.name,
        members=members,
        rule=area.rule,
        weight=given.weight if given else weight_of(area.importance),
        importance=area.importance,
        level=area.level,
        level_from=area.level_from,
        kind=area.kind,
        learnt=area.learnt,
        sources=area.sources,
    )
