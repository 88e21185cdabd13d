"""The few frozen types that travel between the stages.

Nothing here reads, writes or decides; a stage takes these in and gives these out.
Columns of the published datasets are defined in `tasks.load.schema`, not here.
"""

from tasks.models.articles import Article, DateBasis, Passage, Photo, Role
from tasks.models.batches import Batch, Failure, Settled, Settlement, Stage
from tasks.models.documents import FetchedPage, InputRef, KnownPage, MediaType, SourceDocument
from tasks.models.tags import (
    KeyNumber,
    Label,
    Mention,
    MentionKind,
    NumberKind,
    Qualifier,
    TaggedArticle,
)
from tasks.models.translations import Maker, SentencePair, Tier, TranslatedArticle

__all__ = [
    "Article",
    "Batch",
    "DateBasis",
    "Failure",
    "FetchedPage",
    "InputRef",
    "KeyNumber",
    "KnownPage",
    "Label",
    "Maker",
    "MediaType",
    "Mention",
    "MentionKind",
    "NumberKind",
    "Passage",
    "Photo",
    "Qualifier",
    "Role",
    "SentencePair",
    "Settled",
    "Settlement",
    "SourceDocument",
    "Stage",
    "TaggedArticle",
    "Tier",
    "TranslatedArticle",
]
