"""Play the tour of README.md against a running demo county, and write down what it really answers.

    make run                      # in one terminal
    .venv/bin/python -m scripts.readme_tour   # in another: plays the tour and writes the answers into README.md

A test plays it too, and compares what is written with what is answered, figures and times aside.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(?ms)^```console\n(.*?)^```$")
ADDRESS = "http://127.0.0.1:8000"
MARK = "\x1e"


class Step(NamedTuple):
    """A command of the tour and what it answers."""

    command: str
    answer: str


def steps(text: str) -> list[list[Step]]:
    """Return the commands of each block with their answers; a command may go on after a backslash."""
    return [_steps_of(block) for block in BLOCK.findall(text)]


def _steps_of(block: str) -> list[Step]:
    commands = re.split(r"(?m)^\$ ", block)[1:]
    return [Step(*_parted(command)) for command in commands]


def _parted(command: str) -> tuple[str, str]:
    lines = command.splitlines()
    last = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
    return "\n".join(lines[: last + 1]), "\n".join(lines[last + 1 :]).strip()


def play(blocks: list[list[Step]], environment: dict[str, str], replaced: dict[str, str]) -> list[list[Step]]:
    """Run all commands in one shell and return them with what they answered; `replaced` puts other words into them."""
    script = []
    for step in (step for block in blocks for step in block):
        command = step.command
        for word, other in replaced.items():
            command = command.replace(word, other)
        script.append(f"printf '{MARK}'\n{command}")
    ran = subprocess.run(  # noqa: S603 - the commands of our own README
        ["/bin/bash", "-c", "\n".join(script)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    answers = iter(ran.stdout.split(MARK)[1:])
    return [[Step(step.command, next(answers).strip()) for step in block] for block in blocks]


def written(text: str, blocks: list[list[Step]]) -> str:
    """Return the text with the answers of the blocks in place of those that stand there."""
    made = iter(blocks)

    def block(_: re.Match[str]) -> str:
        lines = [f"$ {step.command}" + (f"\n{step.answer}" if step.answer else "") for step in next(made)]
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, text)


def alike(answer: str) -> str:
    """Return an answer without what differs from run to run: ids, times, figures, and how wide they make a table."""
    without_ids = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", answer)
    without_lines = re.sub(r"[\u2500-\u257f]+", "|", without_ids)
    return re.sub(r"\s+", " ", re.sub(r"[0-9][0-9:.,]*", "N", without_lines))


def main() -> None:
    """Play the tour and write the README anew."""
    text = README.read_text("utf-8")
    README.write_text(written(text, play(steps(text), dict(os.environ), {})), "utf-8")


if __name__ == "__main__":
    main()
