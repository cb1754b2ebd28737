"""A comparison described in TOML: the data, the split, the rankers. Nothing of the project's code has to be touched."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.ranking import splits
from eval.ranking.baselines import Bm25, Ease, Factors, ItemKnn, Popularity, SequentialRules
from eval.ranking.interactions import read
from eval.ranking.order_ranker import OrderRanker
from eval.ranking.protocol import Experiment
from eval.ranking.ranker import OfflineRanker
from eval.ranking.splits import Split
from recommender.errors import InputError
from recommender.training.boosting import BoostingSettings

Share = Annotated[float, Field(gt=0, lt=1)]
#: What a ranker of ours may be set to, beside its kind.
KINDS: Final = ("order", "popularity", "item-knn", "als", "bpr", "ease", "sequential-rules", "bm25")
PLAIN: Final[dict[str, Any]] = {
    "popularity": Popularity,
    "item-knn": ItemKnn,
    "ease": Ease,
    "sequential-rules": SequentialRules,
    "bm25": Bm25,
}
#: What is said of a log without times.
UNTIMED: Final = (
    "the log has no column `time`: the order of its lines is taken as the order in time, which every ranker that looks "
    "at order rests on"
)


class Data(BaseModel):
    """Paths relative to the TOML file; `eval.ranking.interactions.read` says what the files hold."""

    model_config = ConfigDict(extra="forbid")
    interactions: Path
    items: Path | None = None


class SplitBy(BaseModel):
    """``share``: of each history (last), of all interactions (by-time), of learners or of items."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["last", "leave-one-out", "by-time", "by-learner", "cold-items"] = "last"
    share: Share = 0.2
    seed: Annotated[int, Field(ge=0)] = 1


class Config(BaseModel):
    """The first of ``rankers`` is compared with all others. A setting that is a list is chosen on a tail of train."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    data: Data
    split: SplitBy = SplitBy()
    rankers: Annotated[tuple[dict[str, Any], ...], Field(min_length=1, max_length=50)]
    measures: Annotated[tuple[str, ...], Field(min_length=1)] = ("recall@10", "ndcg@10", "hit@10")
    depth: Annotated[int, Field(ge=1, le=1000)] = 20
    seeds: Annotated[tuple[int, ...], Field(min_length=1)] = (1, 2, 3)


def experiment(path: Path) -> Experiment:
    """From a TOML file; `InputError` says which key of it is wrong."""
    try:
        config = Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path.name} cannot be read as TOML: {error}"
        raise InputError(msg) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        msg = f"{path.name}, {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
        raise InputError(msg) from error
    folder = path.resolve().parent
    items = config.data.items
    data = read(folder / config.data.interactions, None if items is None else folder / items)
    families = [_family(entry, folder, f"{path.name}, rankers[{n}]") for n, entry in enumerate(config.rankers)]
    return Experiment(
        config.name,
        folder / config.data.interactions,
        _split(data, config.split),
        families,
        config.measures,
        config.depth,
        notes=() if data.time is not None else (UNTIMED,),
        seeds=config.seeds,
    )


def _split(data: Any, by: SplitBy) -> Split:
    held = splits.share(by.share)
    return {
        "last": lambda: splits.last(data, held),
        "leave-one-out": lambda: splits.leave_one_out(data),
        "by-time": lambda: splits.by_time(data, by.share),
        "by-learner": lambda: splits.by_learner(data, by.share, held, by.seed),
        "cold-items": lambda: splits.cold_items(data, by.share, by.seed),
    }[by.kind]()


def _family(entry: dict[str, Any], folder: Path, place: str) -> list[OfflineRanker]:
    """A ranker for every combination of the settings that are lists."""
    names = list(entry)
    values = [value if isinstance(value, list) else [value] for value in entry.values()]
    return [_ranker(dict(zip(names, chosen, strict=True)), folder, place) for chosen in itertools.product(*values)]


def _ranker(settings: dict[str, Any], folder: Path, place: str) -> OfflineRanker:
    settings = dict(settings)
    own, kind = settings.pop("python", None), settings.pop("kind", None)
    try:
        if own is not None:
            return _loaded(str(own), folder, place)(**settings)  # type: ignore[no-any-return]
        if kind == "order":
            name = ", ".join(f"{key} {value}" for key, value in settings.items())
            return OrderRanker(BoostingSettings(**settings), f"credpath order ({name})" if name else "credpath order")
        if kind in {"als", "bpr"}:
            return Factors(kind, **settings)
        if kind in PLAIN:
            return PLAIN[kind](**settings)  # type: ignore[no-any-return]
    except TypeError as error:
        msg = f"{place}: {error}"
        raise InputError(msg) from error
    msg = f"{place}: it needs python = 'FILE.py:CLASS' or a kind of {', '.join(KINDS)}"
    raise InputError(msg)


def _loaded(named: str, folder: Path, place: str) -> Any:
    """``FILE.py:NAME`` beside the TOML file, or ``MODULE:NAME``."""
    source, _, name = named.rpartition(":")
    file = folder / source
    try:
        if source.endswith(".py"):
            # Under a name of its own: a file may be called as a module of the standard library is.
            module_name = f"credpath_ranker_{file.stem}"
            spec = importlib.util.spec_from_file_location(module_name, file)
            if spec is None or spec.loader is None or not file.is_file():
                raise ImportError(source)  # noqa: TRY301
            module = importlib.util.module_from_spec(spec)
            sys.modules[module_name] = module
            spec.loader.exec_module(module)
        else:
            module = importlib.import_module(source)
        return getattr(module, name)
    except (ImportError, AttributeError, ValueError) as error:
        msg = f"{place}: {named!r} cannot be loaded ({error}); write python = 'FILE.py:CLASS' or 'MODULE:CLASS'"
        raise InputError(msg) from error
