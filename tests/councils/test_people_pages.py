"""People for administrators: who can sign, invitations to any role, and roles that end."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from councils.actions import accept, end_role, invite
from councils.administered import LEFT_TO_NOBODY
from councils.forms.people import InviteAnybodyForm
from councils.models import Council, Invitation, Region, Role, User
from councils.permissions import access_of
from ppf_site.refused import Refused
from tests.factories import make_council, make_role, make_user
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
INVITE = "/manage/people/invite/"
MANY = "/manage/people/invite-many/"
HEADER = "email,role,council,region,first day,last day\n"


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def sent(client: Client, text: str) -> str:
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(MANY, {"file": file}, follow=True).content.decode()


class TestWhoCanSign:
    def test_councils_that_nobody_can_sign_for_are_counted_and_found(
        self, signed_in: Client, signatory: User, elsewhere: Council
    ) -> None:
        page = signed_in.get("/manage/people/", {"show": "unsigned"}).content.decode()
        assert "Nobody can sign for Torbay" in page
        assert "Gateshead</th>" not in page

    def test_a_signatory_whose_time_is_over_does_not_count(
        self, signed_in: Client, signatory: User
    ) -> None:
        signatory.roles.update(starts_on=day(-9), ends_on=day(-1))
        assert "Nobody can sign for Gateshead" in signed_in.get("/manage/people/").content.decode()


class TestWhoIsThere:
    def test_an_invitation_of_any_role_is_listed_and_withdrawn(
        self, signed_in: Client, administrator: User, home_region: Region
    ) -> None:
        kept = invite(kind="observer", email="kim@example.org", by=administrator)
        made = invite(
            kind="regional_lead", email="lee@example.org", by=administrator, region=home_region
        )
        page = signed_in.get("/manage/people/").text
        assert "kim@example.org" in page
        assert "lee@example.org" in page
        page = signed_in.post("/manage/people/", {"withdraw": made.pk}, follow=True).text
        assert "The invitation of lee@example.org is withdrawn" in page
        assert list(Invitation.objects.all()) == [kept]

    def test_a_person_is_found_by_a_part_of_the_name_or_address(
        self, signed_in: Client, contributor: User
    ) -> None:
        contributor.roles.all().delete()
        for typed in (contributor.name[:4].upper(), contributor.email[:6]):
            page = signed_in.get("/manage/people/", {"name": typed}).text
            assert f'href="/manage/people/{contributor.pk}/"' in page
        assert "Nobody. Who was invited" in signed_in.get("/manage/people/?name=zzz").text


class TestInvitingToAnyRole:
    def test_a_regional_lead_is_invited_for_a_period_and_has_the_role_then(
        self, signed_in: Client, home_region: Region
    ) -> None:
        typed = {"email": "lee@example.org", "kind": "regional_lead", "region": "north-east"}
        signed_in.post(INVITE, {**typed, "ends_on": day(30).strftime("%d/%m/%Y")})
        lee = make_user("lee@example.org")
        accept(invitation=Invitation.objects.get(), user=lee)
        role = lee.roles.get()
        assert (role.region, role.ends_on) == (home_region, day(30))

    def test_each_role_says_which_place_it_lacks(self, signed_in: Client) -> None:
        typed = {"email": "lee@example.org", "kind": "signatory"}
        assert "Choose the council" in signed_in.post(INVITE, typed).content.decode()

    def test_the_place_of_a_role_is_not_called_optional(self, signed_in: Client) -> None:
        page = squeezed(signed_in.get(INVITE).text)
        for label in ("Council", "Region"):
            assert f"{label} (optional)" not in page
        assert "Last day (optional)" in page

    def test_the_letter_and_the_page_say_what_the_role_is_for(
        self, administrator: User, client: Client
    ) -> None:
        made = invite(kind="observer", email="kim@example.org", by=administrator)
        page = client.get(f"/invitations/{made.new_token()}/").content.decode()
        assert "Read what is released to councils and regions" in page

    @pytest.mark.parametrize(
        ("first", "last", "told"),
        [
            ("", "2 January 2020", "The last day is over."),
            ("1 January 2020", "2 January 2020", "The last day is over."),
            ("2 January 2020", "1 January 2020", "The last day is before the first."),
        ],
    )
    def test_a_role_that_nobody_could_hold_is_not_offered(
        self, first: str, last: str, told: str
    ) -> None:
        typed = {"email": "kim@example.org", "kind": "observer"}
        form = InviteAnybodyForm({**typed, "starts_on": first, "ends_on": last})
        assert form.errors == {"ends_on": [told]}

    def test_an_invitation_whose_period_is_over_says_so(
        self, administrator: User, client: Client
    ) -> None:
        made = invite(kind="observer", email="kim@example.org", by=administrator)
        Invitation.objects.filter(pk=made.pk).update(ends_on=day(-1))
        page = client.get(f"/invitations/{made.new_token()}/").content.decode()
        assert "The time of this invitation is over" in page


class TestAFile:
    def test_everybody_in_it_is_invited(self, signed_in: Client, home: Council) -> None:
        rows = "a@x.org,signatory,Gateshead,,,\nb@x.org,observer,,,,31 March 2099\n"
        assert "2 people are invited" in sent(signed_in, HEADER + rows)
        assert set(Invitation.objects.values_list("email", "kind", "council")) == {
            ("a@x.org", "signatory", home.pk),
            ("b@x.org", "observer", None),
        }

    def test_every_problem_is_told_at_once_and_nobody_is_invited(
        self, signed_in: Client, home: Council
    ) -> None:
        rows = "nobody,signatory,Atlantis,,,\nb@x.org,boss,,,,\nc@x.org,observer,,,,\n"
        page = sent(signed_in, HEADER + rows)
        for problem in ("is not an e-mail address", "no council “Atlantis”", "“boss” is no role"):
            assert problem in page
        assert not Invitation.objects.exists()

    def test_a_role_that_is_held_or_over_is_told_with_the_other_problems(
        self, signed_in: Client, home: Council, contributor: User
    ) -> None:
        held = f"{contributor.email},contributor,{home.slug},,,\n"
        over = (
            "c@x.org,observer,,,,1 January 2020\nd@x.org,observer,,,1 January 2020,2 January 2020\n"
        )
        page = sent(signed_in, f"{HEADER}{held}b@x.org,boss,,,,\n{over}")
        for problem in ("Row 2: ", "already.", "“boss” is no role"):
            assert problem in page
        for row in (4, 5):
            assert f"Row {row}: the last day is over" in page
        assert not Invitation.objects.exists()

    def test_a_column_that_nobody_reads_is_told_with_what_the_columns_are(
        self, signed_in: Client
    ) -> None:
        page = sent(signed_in, "email,role,until,name\na@x.org,observer,31/3/2090,Kim\n")
        for problem in ("“until” is not known", "“name” is not known", "first day, last day"):
            assert problem in page
        assert not Invitation.objects.exists()

    def test_a_file_with_semicolons_is_read(self, signed_in: Client) -> None:
        sent(signed_in, "email;role;last day\na@x.org;observer;31 March 2090\n")
        assert Invitation.objects.get().ends_on == datetime.date(2090, 3, 31)

    def test_the_same_person_twice_is_told(self, signed_in: Client, home: Council) -> None:
        row = "a@x.org,signatory,Gateshead,,,\n"
        assert "in an earlier row" in sent(signed_in, HEADER + row + row)


class TestEndingARole:
    def test_it_can_end_yesterday_and_access_goes_at_once(
        self, signed_in: Client, contributor: User
    ) -> None:
        contributor.roles.update(starts_on=day(-30))
        role = contributor.roles.get()
        typed = {"role": role.pk, f"role-{role.pk}-last_day": day(-1).strftime("%d/%m/%Y")}
        signed_in.post(f"/manage/people/{contributor.pk}/", typed)
        assert not access_of(User.objects.get(pk=contributor.pk)).council_ids

    def test_one_that_had_not_begun_by_then_is_taken_away(
        self, contributor: User, administrator: User
    ) -> None:
        contributor.roles.update(starts_on=day(0))
        end_role(role=contributor.roles.get(), last_day=day(-1), by=administrator)
        assert not contributor.roles.exists()

    def test_one_that_was_taken_away_is_told_on_the_persons_page(
        self, signed_in: Client, contributor: User
    ) -> None:
        role = contributor.roles.get()
        role.starts_on = day(0)
        role.save()
        typed = {"role": role.pk, f"role-{role.pk}-last_day": day(-1).strftime("%d/%m/%Y")}
        page = signed_in.post(f"/manage/people/{contributor.pk}/", typed, follow=True).text
        assert "taken out, as if it had never been given" in page
        assert "Taken out, as if never given" in page
        assert "and never had one" not in page

    def test_so_it_is_at_a_council_that_was_taken_back_since(
        self, signed_in: Client, contributor: User
    ) -> None:
        gone = make_council("Wessex", established=day(30))
        role = make_role(contributor, "contributor", council=gone)
        role.delete()
        gone.delete()
        page = squeezed(signed_in.get(f"/manage/people/{contributor.pk}/").text)
        assert "Contributor, Wessex, from" in page

    def test_the_past_is_not_rewritten(self, contributor: User, administrator: User) -> None:
        with pytest.raises(Refused, match="yesterday or a later day"):
            end_role(role=contributor.roles.get(), last_day=day(-2), by=administrator)

    def test_the_last_administrator_stays(self, administrator: User) -> None:
        with pytest.raises(Refused, match="Nobody else administers"):
            end_role(role=administrator.roles.get(), last_day=day(0), by=administrator)


class TestTheAdministrationPages:
    def test_no_role_is_deleted(self, signed_in: Client, administrator: User) -> None:
        address = f"/admin/councils/role/{administrator.roles.get().pk}/delete/"
        assert signed_in.post(address, {"post": "yes"}).status_code == 403
        assert administrator.roles.exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"ends_on": day(0)}, "ends_on"),
            ({"starts_on": day(30)}, "starts_on"),
            ({"kind": "analyst"}, "kind"),
        ],
    )
    def test_the_last_administrator_stays_whatever_is_changed_of_the_role(
        self, signed_in: Client, administrator: User, changed: dict[str, object], field: str
    ) -> None:
        role = administrator.roles.get()
        typed = {"kind": role.kind, "starts_on": role.starts_on, **changed}
        page = signed_in.post(f"/admin/councils/role/{role.pk}/change/", typed)
        assert page.context["adminform"].form.errors[field] == [LEFT_TO_NOBODY]
        assert administrator.roles.filter(ends_on=None, kind="administrator").exists()

    def test_the_last_administrator_goes_on_signing_in(
        self, signed_in: Client, administrator: User
    ) -> None:
        typed = {f"roles-{key}_FORMS": "0" for key in ("TOTAL", "INITIAL")}
        typed |= {"email": administrator.email, "name": administrator.name}
        page = signed_in.post(f"/admin/councils/user/{administrator.pk}/change/", typed)
        assert LEFT_TO_NOBODY in page.text

    def test_of_two_administrators_either_role_can_end(
        self, signed_in: Client, administrator: User
    ) -> None:
        make_user(role="administrator")
        role = administrator.roles.get()
        typed = {"kind": role.kind, "starts_on": role.starts_on, "ends_on": day(0)}
        signed_in.post(f"/admin/councils/role/{role.pk}/change/", typed)
        assert administrator.roles.get().ends_on == day(0)


class TestAnObserver:
    def test_reads_what_the_sector_reads_and_runs_nothing(self, observer: User) -> None:
        access = access_of(observer)
        assert access.is_sector
        assert not access.is_national
        assert not observer.is_staff

    def test_has_no_council_or_region(self, observer: User) -> None:
        assert not Role.objects.get(user=observer).council
