"""The administration pages: compiling and moving a release on, what is protected, and history."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from councils.actions import invite
from councils.models import Council, Role, User
from milestones.models import (
    Commentary,
    Expectation,
    Measure,
    MeasureBase,
    Milestone,
    ReportedFigure,
    Statement,
)
from surveys.models import Check, Question, Release, Round
from surveys.releases.doubts import doubts_of
from tests.factories import (
    make_council,
    make_grid,
    make_question,
    make_release,
    make_return,
    make_round,
    make_total,
)
from tests.milestones.conftest import SignIn, choose_and_ask
from tests.milestones.world import World

OURS = ("councils", "surveys", "milestones")
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
LISTS = [
    reverse(f"admin:{each._meta.app_label}_{each._meta.model_name}_changelist") for each in MODELS
]
OUTSIDERS = ["reader", "contributor", "signatory", "regional_lead", "stranger"]


@pytest.fixture
def analysts(sign_in: SignIn) -> Client:
    return sign_in("analyst")


@pytest.fixture
def administrators(sign_in: SignIn) -> Client:
    return sign_in("administrator")


def compile_at(client: Client, round: Round, note: str = "") -> None:
    sent_to_compile(client, round, note)


def sent_to_compile(client: Client, round: Round, note: str) -> Any:
    """With everything accepted that is doubtful of the round."""
    accepted = [doubt.words for doubt in doubts_of(round)]
    fields = {"note": note, "accepted": accepted}
    return client.post(f"/manage/rounds/{round.slug}/release/", fields)


class TestARelease:
    def test_is_offered_on_the_rounds_page(self, analysts: Client, world: World) -> None:
        page = analysts.get(f"/admin/surveys/round/{world.round.pk}/change/")
        assert f'href="/manage/rounds/{world.round.slug}/release/"' in page.text

    def test_the_page_says_how_many_returns_are_signed(
        self, analysts: Client, world: World
    ) -> None:
        page = analysts.get(f"/manage/rounds/{world.round.slug}/release/")
        assert re.search(r"<li>Signed[^<]*: 6</li>", page.text)

    def test_is_compiled_in_preview(self, analysts: Client, analyst: User, world: World) -> None:
        compile_at(analysts, world.round)
        release = world.round.releases.get()
        assert release.stage == "preview"
        assert release.compiled_by == analyst

    def test_is_read_there_and_leads_to_where_it_is_moved_on(
        self, analysts: Client, world: World
    ) -> None:
        release = make_release(world.round)
        page = analysts.get(f"/admin/surveys/release/{release.pk}/change/").text
        assert f'href="{release.get_absolute_url()}"' in page
        assert f'href="/manage/rounds/{world.round.slug}/release/1/"' in page
        assert not re.search(r"<(input|select|textarea)[^>]* name=\"(?!csrf|form_key)", page)

    def test_cannot_be_deleted(self, administrators: Client, world: World) -> None:
        release = make_release(world.round)
        assert administrators.get(f"/admin/surveys/release/{release.pk}/delete/").status_code == 403

    def test_without_a_signed_return_is_refused(self, analysts: Client, home: Council) -> None:
        round = make_round()
        make_return(round, home, state="in_progress")
        page = sent_to_compile(analysts, round, "")
        assert page.context["form"].non_field_errors() == [
            "No return of this round has been signed yet."
        ]


class TestACorrection:
    def test_without_a_note_is_told_so_beside_the_field(
        self, analysts: Client, world: World
    ) -> None:
        make_release(world.round, stage="public")
        page = sent_to_compile(analysts, world.round, "  ")
        assert page.context["form"].errors["note"] == ["Say what the correction changes and why."]
        assert "Say what the correction changes and why." in page.text
        assert world.round.releases.count() == 1

    def test_with_a_note_is_the_next_number(self, analysts: Client, world: World) -> None:
        make_release(world.round, stage="public")
        compile_at(analysts, world.round, "Gateshead had sent last year’s number.")
        newest = world.round.releases.first()
        assert newest
        assert (newest.number, newest.note) == (2, "Gateshead had sent last year’s number.")


class TestWhatAReleaseUsed:
    def test_a_released_questions_meaning_is_read_only(
        self, analysts: Client, world: World
    ) -> None:
        make_release(world.round)
        page = analysts.get(f"/admin/surveys/question/{world.people.pk}/change/").text
        for field in ("text", "help_text"):
            assert f'name="{field}"' in page
        for field in ("type", "unit", "key"):
            assert f'name="{field}"' not in page
        assert "releases keep the words that they were made with" in page

    def test_a_forged_change_of_meaning_is_not_kept(self, analysts: Client, world: World) -> None:
        make_release(world.round)
        address = f"/admin/surveys/question/{world.people.pk}/change/"
        form = analysts.get(address).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if value is not None}
        words = {"help_text": "Count all.", "help_text-same": "on"}
        analysts.post(address, {**data, "unit": "pounds", **words})
        found = Question.objects.get(pk=world.people.pk)
        assert found.unit == world.people.unit
        assert found.help_text == "Count all."

    def test_options_of_a_released_scale_are_read_only_but_for_their_labels(
        self, analysts: Client, world: World
    ) -> None:
        make_release(world.round)
        assert world.likely.scale
        page = analysts.get(f"/admin/surveys/scale/{world.likely.scale.pk}/change/").text
        assert 'name="options-0-label"' in page
        assert 'name="options-0-tone"' not in page


class TestAnAddress:
    @pytest.fixture(params=["expectation", "milestone"])
    def address(self, request: pytest.FixtureRequest, world: World) -> str:
        row = world.expectation
        pk = row.pk if request.param == "expectation" else row.milestone_id
        return f"/admin/milestones/{request.param}/{pk}/change/"

    def test_is_open_until_a_release(self, analysts: Client, address: str) -> None:
        assert 'name="slug"' in analysts.get(address).text

    def test_stays_once_answers_about_it_are_released(
        self, analysts: Client, world: World, address: str
    ) -> None:
        make_release(world.round)
        page = analysts.get(address).text
        assert 'name="slug"' not in page
        assert "its address (slug) stays" in page
        save_with(analysts, address, slug="elsewhere")
        assert not Expectation.objects.filter(slug="elsewhere").exists()
        assert not Milestone.objects.filter(slug="elsewhere").exists()

    def test_of_a_milestone_is_only_read_on_its_programmes_page(
        self, analysts: Client, world: World
    ) -> None:
        programme = world.expectation.milestone.programme_id
        page = analysts.get(f"/admin/milestones/programme/{programme}/change/").text
        assert world.expectation.milestone.slug in page
        assert 'name="milestones-0-slug"' not in page

    @pytest.mark.parametrize("slug", ["Savings", "more_savings"])
    def test_is_one_that_the_programmes_file_could_have(
        self, analysts: Client, address: str, slug: str
    ) -> None:
        page = analysts.post(address, {"slug": slug})
        assert "Use small letters" in page.context["adminform"].form.errors["slug"][0]


class TestWhoMayOpenThem:
    @pytest.mark.parametrize("role", OUTSIDERS)
    @pytest.mark.parametrize("address", ["/admin/", "/admin/surveys/answer/"])
    def test_others_are_sent_to_sign_in(self, sign_in: SignIn, role: str, address: str) -> None:
        assert sign_in(role).get(address).status_code == 302

    @pytest.mark.parametrize("role", OUTSIDERS)
    def test_others_compile_nothing(self, sign_in: SignIn, world: World, role: str) -> None:
        compile_at(sign_in(role), world.round)
        assert not Release.objects.exists()

    def test_an_analyst_finds_no_people_there(self, analysts: Client, stranger: User) -> None:
        assert analysts.get("/admin/councils/user/").status_code == 404
        address = f"/admin/councils/user/{stranger.pk}/change/"
        assert analysts.post(address, {"email": "x@example.org"}).status_code == 404

    def test_a_role_that_has_ended_opens_nothing(self, sign_in: SignIn, analyst: User) -> None:
        client = sign_in("analyst")
        Role.objects.filter(user=analyst).update(ends_on="2001-01-01")
        assert client.get("/admin/").status_code == 302


class TestTheLists:
    def test_every_model_that_is_edited_has_one(self) -> None:
        ours = {model for app in OURS for model in apps.get_app_config(app).get_models()}
        edited = {"Council", "Region", "User", "Role", "Round", "Question", "Release", "Milestone"}
        edited |= {"Programme", "Expectation", "Measure"}
        assert edited <= {each.__name__ for each in MODELS if each in ours}

    @pytest.mark.parametrize("address", LISTS)
    @pytest.mark.parametrize("query", ["", "?q=a", "?q=%00", "?o=1", "?q='; --"])
    def test_each_opens_and_searches(
        self, administrators: Client, world: World, address: str, query: str
    ) -> None:
        make_release(world.round)
        assert administrators.get(address + query).status_code == 200

    @pytest.mark.parametrize("address", LISTS)
    def test_each_entry_opens(
        self, administrators: Client, administrator: User, world: World, address: str
    ) -> None:
        make_release(world.round)
        make_the_rest(world, administrator)
        choose_and_ask(administrator)
        links = re.findall(rf'href="({address}\d+/change/)', administrators.get(address).text)
        assert links
        assert {administrators.get(link).status_code for link in links[:3]} == {200}

    def test_councils_are_found_by_code(self, administrators: Client) -> None:
        make_council("Gateshead", code="E08000037")
        make_council("Torbay")
        page = administrators.get("/admin/councils/council/?q=E08000037").text
        assert "Gateshead" in page
        assert "Torbay" not in page


class TestHistory:
    def test_an_edit_is_kept_with_who_and_what_was_before(
        self, administrators: Client, administrator: User, world: World
    ) -> None:
        milestone = world.expectation.milestone
        address = f"/admin/milestones/milestone/{milestone.pk}/change/"
        save_with(administrators, address, title="Spending to save")
        kept = events_of(milestone)
        newest = kept.order_by("-pgh_id").first()
        assert newest is not None
        assert newest.pgh_context.metadata["user"] == administrator.pk
        assert set(kept.values_list("title", flat=True)) == {"Prevention", "Spending to save"}

    def test_it_can_be_read_in_the_administration_pages(
        self, administrators: Client, world: World
    ) -> None:
        milestone = world.expectation.milestone
        address = f"/admin/milestones/milestone/{milestone.pk}/change/"
        save_with(administrators, address, title="Spending to save")
        entry = administrators.get(address).text
        [link] = set(re.findall(r'href="(/admin/pghistory/events/[^"]+)"', entry))
        page = administrators.get(unescape(link))
        assert "Spending to save" in page.text

    def test_a_change_behind_the_sites_back_is_kept_too(self, home: Council) -> None:
        Council.objects.filter(pk=home.pk).update(note="Changed in bulk.")
        assert events_of(home).filter(note="Changed in bulk.").exists()

    def test_the_entry_has_a_way_to_its_history(
        self, administrators: Client, home: Council
    ) -> None:
        page = administrators.get(f"/admin/councils/council/{home.pk}/change/").text
        assert "/admin/pghistory/events/" in page

    def test_a_reported_figure_changed_here_is_not_the_files_any_longer(
        self, administrators: Client, administrator: User
    ) -> None:
        row = {"key": "A0-01", "source": "A", "published": "2010", "area": "England"}
        own = ReportedFigure.objects.create(**row, what="As it was", held="statement")
        address = f"/admin/milestones/reportedfigure/{own.pk}/change/"
        save_with(administrators, address)
        assert not ReportedFigure.objects.filter(entered_by=administrator).exists()
        save_with(administrators, address, what="As it is")
        assert ReportedFigure.objects.get(entered_by=administrator).what == "As it is"

    def test_what_a_reported_figure_speaks_of_is_picked_and_never_typed_here(
        self, administrators: Client
    ) -> None:
        row = {"key": "A0-01", "source": "A", "published": "2010", "area": "England"}
        own = ReportedFigure.objects.create(**row, what="So", held="computed", statistic="k_of_n")
        address = f"/admin/milestones/reportedfigure/{own.pk}/change/"
        page = administrators.get(address).text
        assert 'name="statistic"' not in page
        assert f'href="/manage/reported/{own.pk}/"' in page
        save_with(administrators, address, statistic="percent")
        own.refresh_from_db()
        assert own.statistic == "k_of_n"
        assert administrators.get("/admin/milestones/reportedfigure/add/").status_code == 403

    def test_an_edit_of_a_council_is_saved(self, administrators: Client, home: Council) -> None:
        save_with(administrators, f"/admin/councils/council/{home.pk}/change/", note="Renamed.")
        assert Council.objects.get(pk=home.pk).note == "Renamed."


def make_the_rest(world: World, by: User) -> None:
    """One of each that is edited and that the world does not have."""
    make_grid(make_round())
    make_total(make_question(make_round(is_totals_only=True)))
    Check.objects.create(
        round=world.round,
        key="few",
        kind="range",
        severity="soft",
        question=world.people,
        minimum=1,
    )
    measure = Measure.objects.create(slug="budgets", title="Budgets")
    MeasureBase.objects.create(measure=measure, key="users", name="users")
    ReportedFigure.objects.create(key="1", source="The article", what="Budgets", area="England")
    programme, day = world.expectation.milestone.programme, datetime.date(2010, 5, 27)
    Statement.objects.create(programme=programme, key="said", speaker="Ann", said_on=day)
    Commentary.objects.create(round=world.round, by="Ann", text="It went well.", written_on=day)
    invite(council=make_council(), kind="contributor", email="new@example.org", by=by)


def events_of(row: Model) -> QuerySet[Any]:
    """What the database's own triggers kept of a row."""
    kept = apps.get_model(f"{row._meta.label}Event")
    found: QuerySet[Any] = kept._default_manager.filter(pgh_obj_id=row.pk)
    return found


def save_with(client: Client, address: str, **changes: str) -> None:
    """As a person does: open the form, change a field, save."""
    context = client.get(address).context
    forms: list[Any] = [context["adminform"].form]
    for each in context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.initial_forms]
    fields = [field for form in forms for field in form]
    data = {this.html_name: "" if this.value() is None else this.value() for this in fields}
    assert client.post(address, {**data, **changes}).status_code == 302
