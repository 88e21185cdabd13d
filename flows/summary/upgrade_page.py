"""The page of a retranslation: what became better, what was left, what to do."""

from __future__ import annotations

from flows.account.report import hits
from flows.account.upgrade_report import RetranslateReport
from flows.summary.markdown import code, counted, lasted, plain, table


def upgrade_page(report: RetranslateReport) -> str:
    """Write the summary of a retranslation, for the UI of Prefect."""
    articles = counted(report.articles, "article")
    sentences = counted(report.sent_sentences, "sentence")
    lines = [
        f"# {report.outcome}: {report.headline}",
        "",
        f"Run `{report.run_id}` upgraded {articles} in {code(report.output)}.",
        "",
        f"It took {lasted(report.started_at, report.finished_at)}.",
        "",
        f"Not in memory: {sentences} of {counted(report.sent_characters, 'character')}.",
        *table(
            {"sentences": "l", "number": "r"},
            [
                ("found", report.found),
                ("upgraded", report.upgraded),
                ("kept: nothing better came", report.kept),
                ("failed: no engine answered", report.failed),
                ("left for another run", report.left),
            ],
        ),
    ]
    if report.engines:
        made = [(plain(engine), count) for engine, count in sorted(report.engines.items())]
        lines += table({"engine": "l", "upgraded": "r"}, made)
    if report.upgraded:
        lines += ["", f"Translation memory: {hits(report.from_memory, report.engines)}."]
    if report.left or report.failed:
        lines += ["", "Run it again for the rest: what is upgraded is not translated anew."]
    if report.warnings:
        lines += ["", "## Warnings", "", *(f"- {plain(it)}" for it in report.warnings)]
    return "\n".join(lines) + "\n"
