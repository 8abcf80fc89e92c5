"""Who is who, case by case: records in, people out."""

from __future__ import annotations

from tests.support.link_places import linked

NHS_ONE, NHS_TWO = "9990000018", "9990000026"


def test_one_person_known_to_two_services_by_name_and_birth_date() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        school     school  Orla        Tansley      2011-02-09
        social     social  Orla        Tansley      2011-02-09
        """
    )
    assert place.people == {"school social"}
    assert place.why("school") == "names, birth date"


def test_a_name_alone_links_nobody() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        school     school  Orla        Tansley      2011-02-09
        police     police  Orla        Tansley      -
        gp         gp      Orla        Tansley      1984-11-20
        """
    )
    assert place.people == {"school", "police", "gp"}


def test_twins_stay_apart_although_all_but_the_given_name_is_the_same() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date  sex
        jayden1    gp      Jayden      Wickham      2015-05-01  male
        jayden2    school  Jayden      Wickham      2015-05-01  male
        kayden1    gp      Kayden      Wickham      2015-05-01  male
        kayden2    school  Kayden      Wickham      2015-05-01  male
        """,
        address="""
        record_id  source  uprn          postcode
        jayden1    gp      999000000001  AA1~1AA
        jayden2    school  999000000001  AA1~1AA
        kayden1    gp      999000000001  AA1~1AA
        kayden2    school  999000000001  AA1~1AA
        """,
    )
    assert place.people == {"jayden1 jayden2", "kayden1 kayden2"}


def test_twins_stay_apart_when_a_third_record_could_be_either() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        alan       school  Alan        Wickham      2015-05-01
        alec       gp      Alec        Wickham      2015-05-01
        either     social  Al          Wickham      2015-05-01
        """
    )
    assert place.people == {"alan", "alec", "either"}


def test_father_and_son_of_one_name_at_one_address_stay_apart() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        father     gp      Ivor        Penhale      1961-08-30
        son        school  Ivor        Penhale      1994-01-12
        """,
        address="""
        record_id  source  uprn
        father     gp      999000000001
        son        school  999000000001
        """,
    )
    assert place.people == {"father", "son"}


def test_day_and_month_the_wrong_way_round_is_the_same_person() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        school     school  Orla        Tansley      2011-02-09
        social     social  Orla        Tansley      2011-09-02
        """
    )
    assert place.people == {"school social"}
    assert place.why("social") == "names, birth date with day and month swapped"


def test_a_nickname_is_the_name_unless_one_source_knows_both() -> None:
    """By the packaged list of short forms; a twin of Margaret called Peggy would be with the practice as well."""
    records = """
        record_id  source  given_name  family_name  birth_date
        gp         gp      Margaret    Oakden       1950-06-06
        social     social  Peggy       Oakden       1950-06-06
        """
    address = """
        record_id  source  uprn
        gp         gp      999000000001
        social     social  999000000001
        """
    assert linked(record=records, address=address).people == {"gp social"}
    twin = records + "twin  gp  Peggy  Oakden  1950-06-06\n"
    assert linked(record=twin, address=address + "twin  gp  999000000001\n").people == {"gp", "social twin"}


def test_names_the_wrong_way_round_are_the_same_person() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        gp         gp      Tansley     Orla         2011-02-09
        school     school  Orla        Tansley      2011-02-09
        """
    )
    assert place.people == {"gp school"}


def test_a_shared_nhs_number_links_whatever_the_name_became() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        gp         gp      Bronwen     Lister       1988-03-03
        social     social  Bronwen     Adeyemi      1988-03-03
        """,
        identifier=f"""
        record_id  source  scheme      value      verified
        gp         gp      nhs_number  {NHS_ONE}  true
        social     social  nhs_number  {NHS_ONE}  true
        """,
    )
    assert place.people == {"gp social"}
    assert place.why("gp") == "shared nhs_number"


def test_one_nhs_number_with_two_birth_dates_is_a_question_not_a_link() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        gp         gp      Bronwen     Lister       1988-03-03
        social     social  Bronwen     Lister       1961-12-25
        """,
        identifier=f"""
        record_id  source  scheme      value      verified
        gp         gp      nhs_number  {NHS_ONE}  true
        social     social  nhs_number  {NHS_ONE}  true
        """,
    )
    assert place.people == {"gp", "social"}
    assert place.questions == {"gp social: one nhs_number, different birth dates"}


def test_two_nhs_numbers_keep_apart_what_all_else_would_join() -> None:
    """As with a child before and after an adoption, who gets a new number; no list tells of the two."""
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        before     social  Rowan       Askew        2018-07-07
        after      gp      Rowan       Askew        2018-07-07
        """,
        address="""
        record_id  source  uprn
        before     social  999000000001
        after      gp      999000000001
        """,
        identifier=f"""
        record_id  source  scheme      value      verified
        before     social  nhs_number  {NHS_ONE}  true
        after      gp      nhs_number  {NHS_TWO}  true
        """,
    )
    assert place.people == {"before", "after"}
    assert not place.questions


def test_no_third_record_joins_two_nhs_numbers() -> None:
    place = linked(
        record="""
        record_id  source  given_name  family_name  birth_date
        one        social  Rowan       Askew        2018-07-07
        two        gp      Rowan       Askew        2018-07-07
        three      school  Rowan       Askew        2018-07-07
        """,
        identifier=f"""
        record_id  source  scheme      value      verified
        one        social  nhs_number  {NHS_ONE}  true
        two        gp      nhs_number  {NHS_TWO}  true
        """,
    )
    assert place.person_of("one") != place.person_of("two")
    assert len(place.people) == 2
    assert {question.split(": ")[1] for question in place.questions} == {"two values of nhs_number"}


UNVERIFIED = """
    record_id  layout  source  file    scheme  value         verified
    autumn     {0}     s       autumn  upn     21DB2DF8-FA0  false
    spring     {1}     s       spring  upn     21DB2DF8-FA0  false
    """


def test_an_unverified_pupil_number_links_within_its_layout_where_the_birth_date_agrees() -> None:
    records = """
        record_id  file    birth_date
        autumn     autumn  2012-01-21
        spring     spring  {}
        """
    within = UNVERIFIED.format("census", "census")
    assert linked(record=records.format("2012-01-21"), identifier=within).people == {"autumn spring"}
    assert linked(record=records.format("2012-01-22"), identifier=within).people == {"autumn", "spring"}
    assert linked(record=records.format("-"), identifier=within).people == {"autumn", "spring"}
    across = UNVERIFIED.format("census", "social")
    assert linked(record=records.format("2012-01-21"), identifier=across).people == {"autumn", "spring"}


def test_an_unverified_pupil_number_given_twice_in_one_file_links_nobody() -> None:
    place = linked(
        record="""
        record_id  file    birth_date
        autumn     autumn  2012-01-21
        autumn2    autumn  2012-01-21
        spring     spring  2012-01-21
        """,
        identifier=UNVERIFIED.format("census", "census")
        + "    autumn2  census s autumn upn 21DB2DF8-FA0 false",
    )
    assert place.people == {"autumn", "autumn2", "spring"}


def test_one_child_id_links_two_returns_of_the_council_without_names() -> None:
    place = linked(
        record="""
        record_id  source  layout   birth_date
        cin        cin     cin      2012-01-21
        care       care    ssda903  2012-01-21
        unborn     early   early    -
        """,
        identifier="""
        record_id  source  layout   scheme       value
        cin        cin     cin      la_child_id  1001
        care       care    ssda903  la_child_id  1001
        unborn     early   early    la_child_id  1001
        """,
    )
    assert place.people == {"care cin unborn"}
    assert place.why("cin") == "shared la_child_id"


def test_a_childs_id_and_an_adults_id_of_one_number_are_not_the_same() -> None:
    place = linked(
        record="""
        record_id  source  layout   birth_date
        child      cin     cin      2006-01-21
        adult      cld     cld      2006-01-21
        """,
        identifier="""
        record_id  source  layout   scheme       value
        child      cin     cin      la_child_id  1001
        adult      cld     cld      la_adult_id  1001
        """,
    )
    assert place.people == {"child", "adult"}


def test_another_local_reference_links_only_where_both_birth_dates_are_known_and_the_same() -> None:
    """A claim's or an account's reference may stand for everyone in it."""
    records = """
        record_id  source  layout  given_name  family_name  birth_date
        claim      ben     hb      Nerys       Coulson      1980-02-02
        account    tax     tax     -           -            {}
        """
    identifier = """
        record_id  source  layout  scheme     value
        claim      ben     hb      claim_ref  77
        account    tax     tax     claim_ref  77
        """
    assert linked(record=records.format("-"), identifier=identifier).people == {"claim", "account"}
    assert linked(record=records.format("1980-02-02"), identifier=identifier).people == {"account claim"}


COUNCIL_TAX = """
    record_id  source  given_name  family_name  birth_date
    tax        tax     Nerys       Coulson      -
    gp         gp      Nerys       Coulson      {}
    {}         gp      {}          Coulson      1950-01-01
    """


def test_council_tax_needs_the_address_the_dates_and_a_name_that_is_unique_there() -> None:
    address = """
        record_id  source  kind      uprn          from_date   to_date
        tax        tax     property  999000000001  2020-01-01  -
        gp         gp      home      {}            2019-01-01  {}
        other      gp      home      999000000001  2001-01-01  -
        """
    wife = COUNCIL_TAX.format("1980-02-02", "other", "Gwilym")
    here = address.format("999000000001", "-")
    assert linked(record=wife, address=here).people == {"gp tax", "other"}
    assert linked(record=wife, address=address.format("999000000002", "-")).people == {"gp", "other", "tax"}
    assert linked(record=wife, address=address.format("999000000001", "2019-12-31")).people == {
        "gp",
        "other",
        "tax",
    }
    namesake = COUNCIL_TAX.format("1980-02-02", "other", "Nerys")
    assert linked(record=namesake, address=here).people == {"gp", "other", "tax"}
    daughter = COUNCIL_TAX.format("2010-02-02", "other", "Gwilym")
    assert linked(record=daughter, address=here).people == {"gp", "other", "tax"}


def test_council_tax_takes_the_whole_address_with_its_postcode_for_a_uprn() -> None:
    place = linked(
        record=COUNCIL_TAX.format("1980-02-02", "other", "Gwilym"),
        address="""
        record_id  source  kind      address_text             postcode
        tax        tax     property  1,~Mill~Lane             AA1~1AA
        gp         gp      home      1~Mill~Lane,~AA1~1AA     AA1~1AA
        other      gp      home      1~Mill~Lane              AA1~1AA
        """,
    )
    assert place.people == {"gp tax", "other"}
    assert place.why("tax") == "names, address, dates"


def test_organisations_and_executors_are_no_people_and_the_unnamed_are_never_joined() -> None:
    place = linked(
        record="""
        record_id  source  name_kind     given_name  family_name  birth_date
        shop       tax     organisation  -           -            -
        estate     tax     executors     Nerys       Coulson      -
        occupier   tax     unnamed       -           -            -
        occupier2  rent    unnamed       -           -            -
        """,
        identifier="""
        record_id  source  scheme     value  verified
        occupier   tax     la_child_id  5    -
        occupier2  rent    la_child_id  5    -
        """,
    )
    assert place.people == {"occupier", "occupier2"}


def test_a_person_keeps_the_id_when_a_new_record_is_joined() -> None:
    records = """
        record_id  source  given_name  family_name  birth_date
        gp         gp      Nerys       Coulson      1980-02-02
        """
    first = linked(record=records)
    second = linked(record=records + "    aa  tax  Nerys  Coulson  1980-02-02", after=first)
    assert second.people == {"aa gp"}
    assert second.person_of("gp") == first.person_of("gp")
    assert second["person_history"].is_empty()
