"""Why a measure cannot be computed. Each message is a sentence for a person."""


class MeasureError(ValueError):
    """A measure was asked for that cannot be given, and the message says why."""


class UnknownMeasure(MeasureError):
    """No measure has this name."""


class InvalidMeasure(MeasureError):
    """A measure's file does not say what a measure must say."""


class BadPeriod(MeasureError):
    """The months asked for are not months, or end before they begin."""


class BadGrouping(MeasureError):
    """This measure cannot be given for these groups."""


class MixedForces(MeasureError):
    """Fictional and real forces were asked for together."""


class NothingObserved(MeasureError):
    """No force supplied any of the months asked for, so there is nothing to measure."""


class OtherPower(MeasureError):
    """The records are of another power than the one that is asked about."""
