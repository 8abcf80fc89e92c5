"""Layout tables of the Standard Safeguarding Dataset: persons, addresses, families, help, protection and care."""

from __future__ import annotations

from pathlib import Path

from reference.labels import all_codes
from reference.tables import Code, Column, read_rows, write_codes, write_columns

LAYOUT = "ssd"
D2I = "d2i_ssd"
PREFIX = "ssd_"
LEFT_OUT = {
    "ssd_api_data_staging": "copies of rows on their way to the department",
    "ssd_s251_finance": "placeholders only",
    "ssd_version_log": "versions of the dataset itself",
}
"""Objects that we do not read, with the reason. `professionals` and `department` stay: they name a worker's
role and the team, which an involvement points to."""

# What a row cannot be used without is the person, or the row above it where it names no person of its own. The
# placement's own id is the key there, since older versions name neither person nor period of care in one way.
KEYS = {
    "assessment_factors": ("cinf_assessment_id",), "cla_placement": ("clap_cla_placement_id",),
    "cla_reviews": ("clar_cla_review_id",), "department": ("dept_team_id",),
    "ehcp_active_plans": ("ehcp_ehcp_request_id",), "ehcp_assessment": ("ehca_ehcp_request_id",),
    "ehcp_named_plan": ("ehcn_ehcp_asmt_id",), "ehcp_requests": ("ehcr_send_table_id",),
    "family": ("fami_family_id", "fami_person_id"), "professionals": ("prof_professional_id",),
    "mother": ("moth_person_id", "moth_childs_person_id"), "sen_need": ("senn_active_ehcp_id",),
}  # fmt: skip

# Starts of periods and dates of events, without which nothing can be said to have happened when. Plans and orders
# that are placeholders in many systems keep their rows without dates.
REQUIRED_DATES = {
    "earl_episode_start_date", "cont_contact_date", "cine_referral_date", "cina_assessment_start_date",
    "cinp_cin_plan_start_date", "cinv_cin_visit_date", "s47e_s47_start_date", "cppl_cp_plan_start_date",
    "cppv_cp_visit_date", "clae_cla_episode_start_date", "clap_cla_placement_start_date", "clav_cla_visit_date",
    "miss_missing_episode_start_date", "ehcn_named_plan_start_date",
}  # fmt: skip

SOMETIMES = {"icpc_cp_plan_id"}
"""Asked for by the dataset, yet rightly empty: not every conference leads to a plan."""

TYPES = {
    "pers_forename": "name", "pers_surname": "name", "pers_common_child_id": "nhs_number", "send_upn": "upn",
    "send_uln": "uln", "addr_address_postcode": "postcode", "clap_cla_placement_postcode": "postcode",
    "senn_active_ehcp_need_rank": "integer", "csdq_sdq_score": "integer", "clas_substance_misused": "text",
    "cppr_cp_review_participation": "text", "perm_number_of_adopters": "text",
    "ehca_ehcp_assessment_exceptions": "boolean",
}  # fmt: skip

SEX, NEED, ABUSE = ("cin", "sex"), ("cin", "need"), ("cin", "abuse_category")
LISTS = {
    "pers_sex": SEX, "pers_gender": ("ssd", "gender"), "pers_ethnicity": ("ethnicity", "ethnicity"),
    "pers_upn_unknown": ("cin", "upn_unknown"), "send_upn_unknown": ("cin", "upn_unknown"),
    "link_identifier_type": ("ssd", "identifier_type"), "disa_disability_code": ("cin", "disability"),
    "cine_cin_primary_need_code": NEED, "clae_cla_primary_need_code": NEED,
    "cine_referral_source_code": ("cin", "referral_source"),
    "cont_contact_source_code": ("cin", "referral_source"), "cine_close_reason": ("cin", "closure_reason"),
    "cinf_assessment_factors_json": ("cin", "assessment_factor"),
    "cppl_cp_plan_initial_category": ABUSE, "cppl_cp_plan_latest_category": ABUSE,
    "clae_cla_episode_start_reason": ("ssda903", "new_episode_reason"),
    "clae_cla_episode_ceased_reason": ("ssda903", "episode_end_reason"),
    "clap_cla_placement_type": ("ssda903", "placement"),
    "clap_cla_placement_provider": ("ssda903", "provider"),
    "clap_cla_placement_change_reason": ("ssda903", "placement_change_reason"),
    "clar_cla_review_participation": ("ssda903", "review_participation"),
    "lapp_previous_permanence_option": ("ssda903", "previous_permanence"),
    "lega_legal_status": ("ssda903", "legal_status"), "miss_missing_episode_type": ("ssda903", "missing_kind"),
    "csdq_sdq_reason": ("ssda903", "sdq_reason"), "clea_care_leaver_in_touch": ("ssda903", "in_touch"),
    "clea_care_leaver_activity": ("ssda903", "activity"),
    "clea_care_leaver_accommodation": ("ssd", "accommodation"),
    "clea_care_leaver_accom_suitable": ("ssd", "suitability"),
    "clea_care_leaver_eligibility": ("ssd", "leaver_status"),
    "invo_worker_change_reason": ("ssda903", "worker_change_reason"),
    "perm_decision_reversed_reason": ("ssda903", "placing_ceased_reason"),
    "perm_adopter_sex": ("ssda903", "adopters_sex"), "perm_adopter_legal_status": ("ssda903", "adopters_status"),
    "ehcr_ehcp_req_outcome": ("sen", "request_outcome"),
    "ehca_ehcp_assessment_outcome": ("sen", "assessment_outcome"),
    "ehcn_named_plan_ceased_reason": ("sen", "cease_reason"), "senn_active_ehcp_need_type": ("sen", "sen_type"),
}  # fmt: skip
"""Column to the file and list of our labels. The dataset says codes as the returns it feeds say them."""

ROLES = {
    "pers_forename": "NAME", "pers_surname": "NAME", "pers_dob": "DOB", "pers_expected_dob": "DOB",
    "pers_common_child_id": "NHS", "moth_childs_dob": "DOB", "send_upn": "UPN", "send_uln": "ULN",
    "addr_address_json": "ADDRESS", "addr_address_postcode": "POSTCODE",
    "clap_cla_placement_postcode": "POSTCODE", "fami_family_id": "FAMILY_ID", "prep_plo_family_id": "FAMILY_ID",
}  # fmt: skip
PLAIN_TYPES = {"datetime": "date", "nchar": "boolean", "int": "integer", "float": "decimal", "bit": "boolean"}


def compile_layout(data: Path, out: Path) -> None:
    """Writes `ssd.csv` and `ssd_codes.csv`."""
    rows = [row for row in read_rows(data / "ssd" / "spec.csv") if row["table"] not in LEFT_OUT]
    rows.sort(key=lambda row: row["table"] != "ssd_person")
    write_columns(LAYOUT, [_column(row) for row in rows], out)
    write_codes(LAYOUT, _codes(), out)


def _column(row: dict[str, str]) -> Column:
    table, name = row["table"].removeprefix(PREFIX), row["column"]
    kind = _type(name, row["type"].lower())
    codes = LISTS[name][1] if name in LISTS else ""
    role = "LOCAL_ID" if row["identifier"] == "LOCAL_ID" else ROLES.get(name, "")
    need = _need(table, name, kind, person=role == "LOCAL_ID", asked=row["required"] == "yes")
    return Column(table, name, kind, need, codes, role, source=D2I)


def _type(name: str, stated: str) -> str:
    if name.endswith("_json"):
        return "json"
    if name.startswith("voch_"):
        return "text"
    if name in LISTS:
        return "code"
    return TYPES.get(name) or PLAIN_TYPES.get(stated, "text")


def _need(table: str, name: str, kind: str, *, person: bool, asked: bool) -> str:
    if name in KEYS[table] if table in KEYS else person:
        return "key"
    if kind == "date":
        return "required" if name in REQUIRED_DATES else "optional"
    return "required" if asked and name not in SOMETIMES else "optional"


def _codes() -> list[Code]:
    return [code for file, name in dict.fromkeys(LISTS.values()) for code in all_codes(file, name)]
