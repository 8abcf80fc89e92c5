"""What could not be sourced, said on the page where the figures would be."""

MISSING = (
    "Not to be had by authority from public files at hand, so that England's figure or an assumption stands in, as "
    "each row says: long-term adult social care by age, care homes, homelessness duties, temporary accommodation, and "
    "council tax arrears.",
    "Published, but not part of these lives, so not compared: alcohol and drug misuse apart (one circumstance here), "
    "severe absence from school, young people neither learning nor working, unaccompanied children, and abuse by kind.",
    "Not compared at all, for want of any published figure at hand: early help, reablement, carers' support, "
    "travel support to school, police contacts, the voluntary sector, and how many live with each circumstance "
    "(domestic abuse, isolation, caring) without any service knowing.",
)
