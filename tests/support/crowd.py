"""Several people at once, each in a thread of their own."""

import threading
from collections.abc import Callable, Sequence


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run all jobs at the same moment; what each returned, or the exception it raised."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def work(at: int) -> None:
        gate.wait()
        try:
            answers[at] = jobs[at]()
        except Exception as error:
            answers[at] = error

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def troubles(answers: Sequence[object]) -> list[Exception]:
    """The exceptions among the answers."""
    return [answer for answer in answers if isinstance(answer, Exception)]
