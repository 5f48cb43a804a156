"""How tests read the e-mails that were sent: both forms of each."""

from html.parser import HTMLParser

from django.conf import settings
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.surveys.returns.signing import run_jobs


def sent() -> dict[str, str]:
    """By address, the subject: what the worker has sent."""
    run_jobs()
    return {message.to[0]: str(message.subject) for message in mail.outbox}


def waiting() -> int:
    return ProcrastinateJob.objects.filter(status="todo").count()


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href"]


def html_of(message: mail.EmailMessage) -> str:
    assert isinstance(message, mail.EmailMultiAlternatives)
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)


def whole(message: mail.EmailMessage, *words: str) -> None:
    """Both forms say the words and give the same address of the site."""
    page = Text()
    page.feed(html_of(message))
    told = " ".join(page.words)
    for each in words:
        assert each in str(message.body)
        assert each in told
    links = [word for word in str(message.body).split() if word.startswith(settings.SITE_URL)]
    assert links
    assert set(links) <= set(page.links)
    assert "{{" not in str(message.body) + told
    assert "None" not in told
