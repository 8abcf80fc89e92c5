"""Codes of Client Level Data: what councils send under Release 1 and Release 2, in our own words.

The codes are whole phrases and are compared without regard to case. What `canonical` holds depends on the
list: an event's kind or outcome, a state of the tracks `adult_social_care` and `carer_support`, a factor, a
sex, an ethnic group as in the schools' list, or the period a price is for. The census group "Gypsy or Irish
Traveller" is two codes in the schools' list; the nearer is given, which keeps the broad group. No factor is
claimed where the code says less than the factor means: paid work of unknown length is not the strength
`work`, an unpaid carer may live in the household, and "not seeking work or retired" cannot be told apart.
"""

# ruff: noqa: E501  (a code is a whole phrase, and a row is easier to check on one line)

from __future__ import annotations

from reference.council.form import released_codes
from reference.tables import Code

RELEASE_1, RELEASE_2 = 2023, 2025


def _list(name: str, text: str) -> list[Code]:
    return released_codes(name, text, RELEASE_1, RELEASE_2)


GENDER = _list(
    "gender",
    """
    Male | Male | male | male
    Female | Female | female | female
    Other | Other | neither male nor female | other
    Unknown | Unknown | not known | unknown
    """,
)

ETHNICITY = _list(
    "ethnicity",
    """
    White - English, Welsh, Scottish, Northern Irish or British | White: English, Welsh, Scottish, Northern Irish or British | White British | WBRI
    White - Irish | White: Irish | White Irish | WIRI
    White - Gypsy or Irish Traveller | White: Gypsy or Irish Traveller | Gypsy or Irish Traveller | WIRT
    White - Roma | White: Roma | Roma | WROM
    White - Any other White background | White: Any other White background | other White background | WOTH
    Mixed or multiple ethnic groups - White and Black Caribbean | Mixed or multiple ethnic groups: White and Black Caribbean | White and Black Caribbean | MWBC
    Mixed or multiple ethnic groups - White and Black African | Mixed or multiple ethnic groups: White and Black African | White and Black African | MWBA
    Mixed or multiple ethnic groups - White and Asian | Mixed or multiple ethnic groups: White and Asian | White and Asian | MWAS
    Mixed or multiple ethnic groups - Any other Mixed or multiple ethnic background | Mixed or multiple ethnic groups: Any other Mixed or multiple ethnic background | other mixed background | MOTH
    Asian or Asian British - Indian | Asian or Asian British: Indian | Indian | AIND
    Asian or Asian British - Pakistani | Asian or Asian British: Pakistani | Pakistani | APKN
    Asian or Asian British - Bangladeshi | Asian or Asian British: Bangladeshi | Bangladeshi | ABAN
    Asian or Asian British - Chinese | Asian or Asian British: Chinese | Chinese | CHNE
    Asian or Asian British - Any other Asian background | Asian or Asian British: Any other Asian background | other Asian background | AOTH
    Black, Black British, Caribbean or African - Caribbean | Black, Black British, Caribbean or African: Caribbean | Black Caribbean | BCRB
    Black, Black British, Caribbean or African - African | Black, Black British, Caribbean or African: African | Black African | BAFR
    Black, Black British, Caribbean or African - Any other Black, Black British or Caribbean background | Black, Black British, Caribbean or African: Any other Black, Black British or Caribbean background | other Black background | BOTH
    Other ethnic group - Arab | Other ethnic group: Arab | Arab (no code of its own in the schools' list) | OOTH
    Other ethnic group - Any other ethnic group | Other ethnic group: Any other ethnic group | other ethnic group | OOTH
    No data - Refused | No data: Refused | would not say | REFU
    No data - Undeclared or Not known | No data: Undeclared or not known | not asked or not known | NOBT
    """,
)

CLIENT_TYPE = _list(
    "client_type",
    """
    Service User | Service user | draws on care and support | service_user
    Carer | Unpaid carer | cares for someone unpaid, and is known in their own right | carer
    Carer known by association | Unpaid carer known by association | unpaid carer known only through the person cared for | carer_by_association
    """,
)

PRIMARY_SUPPORT_REASON = _list(
    "primary_support_reason",
    """
    Physical Support: Access & mobility only | Physical support: Access and mobility only | help to get about | physical_disability_or_illness
    Physical Support: Personal care support | Physical support: Personal care support | help with washing, dressing, eating | physical_disability_or_illness
    Sensory Support: Support for visual impairment | | sight loss | visual_impairment
    Sensory Support: Support for hearing impairment | | hearing loss | hearing_impairment
    Sensory Support: Support for dual impairment | | sight and hearing loss | disability
    Support with Memory & Cognition | Support with memory and cognition | memory and understanding, diagnosed or not | disability
    Learning Disability Support | Learning disability support | learning disability | learning_disability
    Mental Health Support | Mental health support | mental ill health | mental_ill_health
    Social Support: Substance misuse support | | drugs or alcohol | substance_misuse
    Social Support: Asylum seeker support | | seeking asylum |
    Social Support: Support for Social Isolation/Other | Social support: Support for social isolation or other reason | isolation, or another social reason | isolation
    Social Support: Support to Carer | Social support: Support to unpaid carer | help as an unpaid carer | caring_burden
    Unknown | | not known |
    PSR Not Known | | not known |
    """,
)

ACCOMMODATION_STATUS = _list(
    "accommodation_status",
    """
    Owner occupier or shared ownership scheme | | owns, or part owns | secure_tenancy
    Tenant | Tenant: Local authority or other social housing provider | rents from council or housing association | secure_tenancy
    Tenant - private landlord | Tenant: Private landlord | rents from a private landlord |
    Settled mainstream housing with family / friends | Settled mainstream housing with family or friends | settled with family or friends |
    Supported accommodation / supported lodgings / supported group home | Supported accommodation, supported lodgings or supported group home | supported housing |
    Shared Lives scheme | | lives with a host family |
    Approved premises for offenders released from prison or under probation supervision | | approved premises |
    Sheltered housing / extra care housing / other sheltered housing | Sheltered housing, extra care housing or other sheltered housing | sheltered or extra care housing |
    Mobile accommodation for Gypsy / Roma and Traveller communities | Mobile accommodation for Gypsy, Roma and Traveller communities | mobile home |
    Rough sleeper / squatting | Rough sleeper or squatting | sleeping rough or squatting | rough_sleeping
    Night shelter / emergency hostel / direct access hostel | Night shelter, emergency hostel or direct access hostel | night shelter or hostel | insecure_housing
    Refuge | | refuge | insecure_housing
    Placed in temporary accommodation by the council (inc. homelessness resettlement) | | temporary accommodation from the council | insecure_housing
    Staying with family / friends as a short-term guest | Staying with family or friends as a short term guest | short stay with family or friends | insecure_housing
    Acute / long-term healthcare residential facility or hospital | Acute hospital or long term healthcare residential facility | hospital |
    Registered care home | | care home |
    Registered nursing home | | nursing home |
    Prison / Young offenders institution / detention centre | Prison, young offenders institution or detention centre | prison or detention | imprisonment
    Other temporary accommodation | | other temporary accommodation | insecure_housing
    Unknown | | not known |
    """,
)

EMPLOYMENT_STATUS = _list(
    "employment_status",
    """
    Paid: Less than 16 hours a week | | in paid work, under 16 hours a week |
    Paid: 16 or more hours a week | | in paid work, 16 hours a week or more |
    Paid: Hours per week unknown | | in paid work, hours not known |
    Not in Paid Employment (seeking work) | Not in paid employment: Seeking work | out of work and looking | worklessness
    Not in Paid Employment (not actively seeking work / retired) | Not in paid employment: Not actively seeking work or retired | not looking for work, or retired |
    Not in Paid Employment (voluntary work only) | Not in paid employment: Voluntary work only | volunteers only | worklessness
    Unknown | | not known |
    """,
)

CLIENT_FUNDING_STATUS = _list(
    "client_funding_status",
    """
    Fully client funded | | the person pays all | person
    Joint client and social care funded | | the person and the council pay | joint
    Fully social care funded | | the council pays all | council
    Unknown | | not known |
    """,
)

VISUAL_IMPAIRMENT = _list(
    "visual_impairment",
    """
    Blind / severely sight impaired | Blind/severely sight impaired | severely sight impaired | visual_impairment
    Partial sight / sight impaired | Partial sight/sight impaired | sight impaired | visual_impairment
    Visual impairment - severity unknown | Visual impairment: Severity unknown | sight impaired, how badly not known | visual_impairment
    No visual impairment | | none |
    Unknown | | not known |
    """,
)

HEARING_IMPAIRMENT = _list(
    "hearing_impairment",
    """
    Deaf with speech | | deaf, speaks | hearing_impairment
    Deaf without speech | | deaf, does not speak | hearing_impairment
    Hard of hearing | | hard of hearing | hearing_impairment
    Hearing impairment - severity unknown | Hearing impairment: Severity unknown | hearing impaired, how badly not known | hearing_impairment
    No hearing impairment | | none |
    Unknown | | not known |
    """,
)


def _yes_no(name: str, canonical: str) -> list[Code]:
    return _list(
        name,
        f"""
        Yes | | yes | {canonical}
        Y | | yes | {canonical}
        No | | no |
        N | | no |
        Unknown | | not known |
        """,
    )


EVENT_TYPE = _list(
    "event_type",
    """
    Request | | someone asked for support | request
    Referral | | someone was referred for support (older name) | request
    Assessment | | needs were assessed | assessment
    Service | | support was given | service
    Review | | support was reviewed | review
    """,
)

EVENT_OUTCOME = _list(
    "event_outcome",
    """
    Progress to Reablement/ST-Max | Progress to reablement/ST-Max | reablement to follow | reablement
    Progress to Assessment | Progress to assessment, review or reassessment | assessment or review to follow | assessment
    Progress to Re-assessment / Unplanned Review | | reassessment to follow | assessment
    Progress to financial assessment | | financial assessment to follow | financial_assessment
    Progress to Support Planning / Services | Progress to support planning or services | support to follow | support
    Progress to End of Life Care | | end of life care to follow | support
    Provision of service | | support given | support
    No change in package | Continuation of support or services | support goes on unchanged | unchanged
    Admitted to Hospital | | went into hospital | hospital
    Service ended as planned | NFA: Support ended as planned | support ended as planned | ended
    NFA - Moved to another LA | NFA: Responsibility moved to another local authority | moved to another council | moved
    NFA - 100% NHS funded care | NFA: Referral to NHS services or NHS funded social care | passed to the NHS | nhs
    NFA - 100% NHS-funded care | | passed to the NHS (other spelling) | nhs
    NFA - Self-funded client (Inc. 12wk disregard) | NFA: Self-funded client or under 12wk disregard | pays for own care | self_funded
    | NFA: Referral to other service within the local authority | passed to another council service | other_service
    NFA - Support declined | NFA: Support declined | did not want support | declined
    NFA - Information & Advice / Signposting only | NFA: Information and advice or signposting | information and advice only | advice
    NFA - Deceased | NFA: Deceased | died | died
    NFA - No services offered: Other reason | NFA: No services offered for other reason | nothing offered, other reason | nothing
    NFA - No services offered - other reason | | nothing offered, other reason (other spelling) | nothing
    NFA - Support ended: Other reason | NFA: Support ended for other reason | support ended, other reason | ended
    NFA - Support ended – other reason | | support ended, other reason (other spelling) | ended
    NFA - Other | NFA: Other | no further action, other reason | nothing
    NFA- Other | | no further action, other reason (other spelling) | nothing
    """,
)

SERVICE_TYPE = _list(
    "service_type",
    """
    Short Term Support: ST-Max | Short term support: ST-Max | reablement: short support to regain independence | reablement
    Short Term Support: Ongoing Low Level | Short term support: Ongoing low level | low level support that goes on | low_level
    Short Term Support: Other Short Term | Short term support: Other short term | other short support | short_term
    Long Term Support: Community | Long term support: Community | support at home or in the community | home_care
    Long Term Support: Prison | Long term support: Prison | support in prison | prison
    Long Term Support: Residential Care | Long term support: Residential care | care home | residential
    Long Term Support: Nursing Care | Long term support: Nursing care | nursing home | nursing
    Carer Support: Direct to Carer | Unpaid carer support: Direct to unpaid carer | support given to the unpaid carer | direct_support
    Carer Support: Support involving the person cared-for | Unpaid carer support: Support involving the person cared-for | support to the cared-for person that relieves the carer | respite
    """,
)

SERVICE_COMPONENT = _list(
    "service_component",
    """
    Reablement | | reablement | reablement
    Short Term Nursing Care | Short term nursing care | short stay in a nursing home | nursing_care
    Short Term Residential Care | Short term residential care | short stay in a care home | residential_care
    Long Term Nursing Care | Long term nursing care | nursing home | nursing_care
    Long Term Residential Care | Long term residential care | care home | residential_care
    Home Support | Home support or domiciliary care | care at home | home_care
    Day Support | Day support | day support | day_support
    Meals | | meals | meals
    Transport | | transport | transport
    Equipment | | equipment and adaptations | equipment
    Direct Payment | Direct payment | money to arrange one's own care | direct_payment
    Shared Lives | | life with a host family | shared_lives
    Community Supported Living | Community supported living | supported living | supported_living
    Extra Care Housing | Extra care housing | extra care housing | extra_care
    Professional Support | | help from a professional | professional_support
    | Professional support: Social worker | help from a social worker | professional_support
    | Professional support: Other | help from another professional | professional_support
    Learning/Education/Employment Support | Learning, education or employment support | help to learn or work | employment_support
    End of Life Care | End of life care | care at the end of life | end_of_life
    Emergency Support | Emergency support | help in an emergency | emergency
    Other Short Term Support | Other short term support | other short support | other
    Other Long Term Support | Other long term support | other long support | other
    Carer Respite | Unpaid carer respite | a break for the carer | carer_respite
    | Unpaid carer sitting service | someone sits in for the carer | carer_respite
    | Unpaid carer universal services | open services for carers | carer_other
    | Other unpaid carer support | other support for carers | carer_other
    """,
)

DELIVERY_MECHANISM = _list(
    "delivery_mechanism",
    """
    Direct Payment | | money to arrange one's own care | direct_payment
    CASSR Managed Personal Budget | | personal budget that the council manages | managed_budget
    CASSR Commissioned Support | | support that the council buys or runs | commissioned
    """,
)

COST_FREQUENCY = _list(
    "cost_frequency",
    """
    Per session | | for each session | session
    Hourly | | for each hour | hour
    Daily | | for each day | day
    Weekly | | for each week | week
    Fortnightly | | for each two weeks | fortnight
    4-weekly | | for each four weeks | four_weeks
    Monthly | | for each month | month
    Quarterly | | for each quarter | quarter
    Annually | | for each year | year
    One-off | | once | once
    | No charge to client | the person is not charged |
    """,
)

CODES = [
    *GENDER,
    *ETHNICITY,
    *CLIENT_TYPE,
    *PRIMARY_SUPPORT_REASON,
    *ACCOMMODATION_STATUS,
    *EMPLOYMENT_STATUS,
    *CLIENT_FUNDING_STATUS,
    *_yes_no("has_unpaid_carer", ""),
    *_yes_no("autism", "autism"),
    *_yes_no("dementia", "dementia"),
    *VISUAL_IMPAIRMENT,
    *HEARING_IMPAIRMENT,
    *EVENT_TYPE,
    *EVENT_OUTCOME,
    *SERVICE_TYPE,
    *SERVICE_COMPONENT,
    *DELIVERY_MECHANISM,
    *COST_FREQUENCY,
]
