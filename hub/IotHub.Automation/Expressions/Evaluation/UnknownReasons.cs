namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>Why a value is unknown: ends of sentences, made once since evaluation allocates nothing for them.</summary>
internal static class UnknownReasons
{
    public const string NotGiven = "a value is not known";
    public const string Overflow = "a number is too large";
    public const string TimeOverflow = "a time is out of range";
    public const string DivisionByZero = "something is divided by zero";
    public const string TextTooLong = "a text is longer than 4,096 characters";
    public const string ListTooLong = "a list has more than 1,024 members";
    public const string ListInList = "a list stands within a list";
    public const string TooManySteps = "it takes more than 20,000 steps";
    public const string NotANumber = "the text is not a number";
    public const string WrongKind = "a value is of a kind that does not fit";
    public const string NoMembers = "no member is known";
    public const string LimitsCrossed = "the low end of a range is above its high end";
    public const string Digits = "the number of digits is not a whole number from 0 to 10";
    public const string NoSun = "the place of the home is not known";
    public const string NoClock = "what time it is is not known: the clock is wrong";

    public const string NoCalendar = "the calendar of the home is not known";
    public const string NoPresence = "it is not known who is at home";
    public const string NoPerson = "it is not known whether that person is at home";
    public const string NoDevice = "that device is not in the home";
    public const string NoAutomation = "that automation does not exist";
}
