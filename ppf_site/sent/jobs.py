"""What the worker does about forms that were sent: forgetting what came of them."""

from procrastinate.contrib.django import app

from .models import Outcome


@app.periodic(cron="*/10 * * * *")
@app.task(name="forget_outcomes", queueing_lock="forget_outcomes")
def forget_outcomes(timestamp: int) -> None:
    Outcome.objects.over().delete()
