"""What a place, a person, a vehicle and a video cannot say at once."""

from evenhand.encounters.rules.clauses import (
    Given,
    Matches,
    Rule,
    either,
    every,
    is_,
    lacks,
)

PLATE = "^[A-Z0-9]{2,8}$"

PLACE = (
    Rule(
        code="place_without_point",
        field="latitude",
        words="The device found the place, so its latitude and longitude must be there.",
        when=is_("how", "device"),
        then=every(Given("latitude"), Given("longitude")),
    ),
    Rule(
        code="place_without_accuracy",
        field="accuracy_m",
        words="The device found the place, so it must say how exactly, in metres.",
        when=every(is_("how", "device"), Given("latitude")),
        then=Given("accuracy_m"),
    ),
    Rule(
        code="half_a_point",
        field="longitude",
        words="Latitude and longitude go together; one of them is missing.",
        when=either(Given("latitude"), Given("longitude")),
        then=every(Given("latitude"), Given("longitude")),
    ),
    Rule(
        code="place_without_name",
        field="name",
        words="The place was typed, so its name must be there.",
        when=is_("how", "typed"),
        then=Given("name"),
    ),
    Rule(
        code="place_not_said",
        field="name",
        words="Say where it was: a name, or a point on the map.",
        when=is_("how", "chosen"),
        then=either(Given("name"), Given("latitude")),
    ),
    Rule(
        code="accuracy_without_point",
        field="accuracy_m",
        words="An accuracy is given, but no latitude and longitude that it belongs to.",
        when=Given("accuracy_m"),
        then=Given("latitude"),
    ),
)

PERSON = (
    Rule(
        code="ethnicity_missing",
        field="sde",
        words="Give the ethnicity the person gave, or the reason why they gave none.",
        then=either(Given("sde"), Given("not_stated")),
    ),
    Rule(
        code="ethnicity_and_not_stated",
        field="not_stated",
        words="The person gave an ethnicity, so there cannot be a reason why they gave none.",
        when=Given("sde"),
        then=lacks("not_stated"),
    ),
)

VEHICLE = (
    Rule(
        code="plate_missing",
        field="registration",
        words="A United Kingdom plate was taken, so write it down.",
        when=is_("registration_state", "given"),
        then=Given("registration"),
    ),
    Rule(
        code="plate_not_british",
        field="registration",
        words="Write a United Kingdom plate in capitals and digits, no spaces, such as AB12CDE.",
        when=every(is_("registration_state", "given"), Given("registration")),
        then=Matches("registration", PLATE),
    ),
    Rule(
        code="plate_not_taken",
        field="registration",
        words="No plate was taken, so there cannot be a registration.",
        when=is_("registration_state", "none", "not_taken"),
        then=lacks("registration"),
    ),
    Rule(
        code="cycle_with_plate",
        field="registration_state",
        words="A pedal cycle has no registration plate.",
        when=is_("kind", "pedal_cycle"),
        then=is_("registration_state", "none", "not_taken"),
    ),
)

VIDEO = (
    Rule(
        code="camera_off_without_reason",
        field="why_not",
        words="The camera was off; say why.",
        when=is_("on", False),
        then=Given("why_not"),
    ),
    Rule(
        code="camera_on_with_reason",
        field="why_not",
        words="The camera was on, so there is no reason why it was off.",
        when=is_("on", True),
        then=lacks("why_not"),
    ),
    Rule(
        code="video_of_nothing",
        field="reference",
        words="The camera was off, so there cannot be a video to refer to.",
        when=is_("on", False),
        then=lacks("reference"),
    ),
)
