using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Tests.Expressions;

public sealed class FunctionTests
{
    // Function, expression, value. In the furnished home numbers is [1, unknown, 3], flags is [true, unknown, false], nothing is [unknown]; names that begin with u are unknown.
    public static TheoryData<ExpressionFunction, string, string> Cases { get; } = new()
    {
        { ExpressionFunction.Min, "min(n, m)", "4" },
        { ExpressionFunction.Min, "min(un, m)", "4" },
        { ExpressionFunction.Min, "min(numbers)", "1" },
        { ExpressionFunction.Min, "min(nothing)", "unknown" },
        { ExpressionFunction.Min, "min([])", "unknown" },
        { ExpressionFunction.Min, "min(d, 1h)", "1h" },
        { ExpressionFunction.Min, "min(wake, 07:00)", "06:30" },
        { ExpressionFunction.Min, "min(n)", "6" },
        { ExpressionFunction.Max, "max(n, m)", "6" },
        { ExpressionFunction.Max, "max(numbers)", "3" },
        { ExpressionFunction.Max, "max(then, now()) = now()", "true" },
        { ExpressionFunction.Max, "max(un)", "unknown" },
        { ExpressionFunction.Max, "max(values('light.brightness'))", "60" },
        { ExpressionFunction.Avg, "avg(n, m)", "5" },
        { ExpressionFunction.Avg, "avg(numbers)", "2" },
        { ExpressionFunction.Avg, "avg(d, 30m)", "1h" },
        { ExpressionFunction.Avg, "avg(nothing)", "unknown" },
        { ExpressionFunction.Avg, "avg(1e308, 1e308)", "unknown" },
        { ExpressionFunction.Sum, "sum(n, m, un)", "10" },
        { ExpressionFunction.Sum, "sum(numbers)", "4" },
        { ExpressionFunction.Sum, "sum(d, 1h)", "2h30m" },
        { ExpressionFunction.Sum, "sum([])", "unknown" },
        { ExpressionFunction.Count, "count(numbers)", "2" },
        { ExpressionFunction.Count, "count(flags)", "1" },
        { ExpressionFunction.Count, "count(nothing)", "0" },
        { ExpressionFunction.Count, "count([])", "0" },
        { ExpressionFunction.Count, "count(yes, no, ub, yes)", "2" },
        { ExpressionFunction.Count, "count(values('light.on'))", "1" },
        { ExpressionFunction.Any, "any(flags)", "true" },
        { ExpressionFunction.Any, "any(no, ub)", "false" },
        { ExpressionFunction.Any, "any(ub)", "unknown" },
        { ExpressionFunction.Any, "any(values('light.on', room: 'Kitchen'))", "false" },
        { ExpressionFunction.All, "all(flags)", "false" },
        { ExpressionFunction.All, "all(yes, ub)", "true" },
        { ExpressionFunction.All, "all([])", "unknown" },
        { ExpressionFunction.All, "all(n > 5, m > 3)", "true" },
        { ExpressionFunction.Values, "values('light.on')", "true, false" },
        { ExpressionFunction.Values, "values('light.on', room: 'hall')", "true" },
        { ExpressionFunction.Values, "values('light.on', kind: 'light', room: 'Kitchen')", "false" },
        { ExpressionFunction.Values, "values('light.on', kind: 'outlet')", "" },
        { ExpressionFunction.Values, "values('contact-sensor.contact-state')", "unknown" },
        { ExpressionFunction.Abs, "abs(-n)", "6" },
        { ExpressionFunction.Abs, "abs(-d)", "1h30m" },
        { ExpressionFunction.Abs, "abs(un)", "unknown" },
        { ExpressionFunction.Round, "round(2.5)", "3" },
        { ExpressionFunction.Round, "round(-2.5)", "-3" },
        { ExpressionFunction.Round, "round(2.675, 2)", "2.68" },
        { ExpressionFunction.Round, "round(1.005, 2)", "1.01" },
        { ExpressionFunction.Round, "round(123456789012.34567, 4)", "123456789012.3457" },
        { ExpressionFunction.Round, "round(1e300, 2)", "1E+300" },
        { ExpressionFunction.Round, "round(1e-300, 10)", "0" },
        { ExpressionFunction.Round, "round(n / 7, m)", "0.8571" },
        { ExpressionFunction.Round, "round(n, un)", "unknown" },
        { ExpressionFunction.Round, "round(n, -m)", "unknown" },
        { ExpressionFunction.Floor, "floor(-0.5)", "-1" },
        { ExpressionFunction.Floor, "floor(un)", "unknown" },
        { ExpressionFunction.Ceil, "ceil(-0.5)", "0" },
        { ExpressionFunction.Ceil, "ceil(un)", "unknown" },
        { ExpressionFunction.Clamp, "clamp(n, 0, 5)", "5" },
        { ExpressionFunction.Clamp, "clamp(-n, 0, 5)", "0" },
        { ExpressionFunction.Clamp, "clamp(m, 0, 5)", "4" },
        { ExpressionFunction.Clamp, "clamp(d, 1m, 1h)", "1h" },
        { ExpressionFunction.Clamp, "clamp(n, m, zero)", "unknown" },
        { ExpressionFunction.Clamp, "clamp(n, un, 5)", "unknown" },
        { ExpressionFunction.Length, "length('a😀温')", "3" },
        { ExpressionFunction.Length, "length(numbers)", "3" },
        { ExpressionFunction.Length, "length('')", "0" },
        { ExpressionFunction.Length, "length(ut)", "unknown" },
        { ExpressionFunction.Lower, "lower('ÄB')", "äb" },
        { ExpressionFunction.Lower, "lower(ut)", "unknown" },
        { ExpressionFunction.Upper, "upper('äi')", "ÄI" },
        { ExpressionFunction.Upper, "upper(ut)", "unknown" },
        { ExpressionFunction.Trim, "trim(' a b\\n')", "a b" },
        { ExpressionFunction.Trim, "trim(ut)", "unknown" },
        { ExpressionFunction.Contains, "contains(name, 'nn')", "true" },
        { ExpressionFunction.Contains, "contains(name, 'NN')", "false" },
        { ExpressionFunction.Contains, "contains(name, '')", "true" },
        { ExpressionFunction.Contains, "contains(name, ut)", "unknown" },
        { ExpressionFunction.StartsWith, "startsWith(name, 'An')", "true" },
        { ExpressionFunction.StartsWith, "startsWith(ut, 'An')", "unknown" },
        { ExpressionFunction.EndsWith, "endsWith(name, 'na')", "true" },
        { ExpressionFunction.EndsWith, "endsWith(name, 'An')", "false" },
        { ExpressionFunction.EndsWith, "endsWith(ut, '')", "unknown" },
        { ExpressionFunction.Replace, "replace(name, 'n', 'mm')", "Ammmma" },
        { ExpressionFunction.Replace, "replace(name, '', 'x')", "Anna" },
        { ExpressionFunction.Replace, "replace(name, 'n', ut)", "unknown" },
        { ExpressionFunction.Text, "text(21.50)", "21.5" },
        { ExpressionFunction.Text, "text(yes)", "true" },
        { ExpressionFunction.Text, "text(-d)", "-1h30m" },
        { ExpressionFunction.Text, "text(now())", "2026-11-22 07:05:30" },
        { ExpressionFunction.Text, "text(wake)", "06:30" },
        { ExpressionFunction.Text, "text(numbers)", "1, unknown, 3" },
        { ExpressionFunction.Text, "text(un)", "unknown" },
        { ExpressionFunction.Number, "number(' 2.50 ')", "2.5" },
        { ExpressionFunction.Number, "number('1e3')", "1000" },
        { ExpressionFunction.Number, "number('x')", "unknown" },
        { ExpressionFunction.Number, "number('')", "unknown" },
        { ExpressionFunction.Number, "number('1,5')", "unknown" },
        { ExpressionFunction.Number, "number('NaN')", "unknown" },
        { ExpressionFunction.Number, "number('Infinity')", "unknown" },
        { ExpressionFunction.Number, "number('1e999')", "unknown" },
        { ExpressionFunction.Number, "number(ut)", "unknown" },
        { ExpressionFunction.Number, "number(n)", "6" },
        { ExpressionFunction.Now, "now() - then", "2h" },
        { ExpressionFunction.Time, "time()", "07:05" },
        { ExpressionFunction.Weekday, "weekday()", "sun" },
        { ExpressionFunction.Date, "date()", "2026-11-22" },
        { ExpressionFunction.Age, "age(hall-lamp/light.on)", "1m" },
        { ExpressionFunction.Age, "age(kitchen-window/contact-sensor.contact-state)", "unknown" },
        { ExpressionFunction.Since, "since(hall-lamp/light.on)", "10m" },
        { ExpressionFunction.Since, "since(hall-lamp/light.brightness)", "0s" },
        { ExpressionFunction.Since, "since(kitchen-window/contact-sensor.contact-state)", "unknown" },
        { ExpressionFunction.Online, "online('hall-lamp')", "true" },
        { ExpressionFunction.Online, "online('kitchen-lamp')", "false" },
        { ExpressionFunction.SunElevation, "sunElevation()", "-4.5" },
        { ExpressionFunction.IsHome, "isHome('anna')", "true" },
        { ExpressionFunction.IsHome, "isHome('ben')", "false" },
        { ExpressionFunction.IsHome, "isHome('carla')", "unknown" },
        { ExpressionFunction.PeopleHome, "peopleHome()", "1" },
        { ExpressionFunction.IsWorkday, "isWorkday()", "false" },
        { ExpressionFunction.IsHoliday, "isHoliday()", "false" },
        { ExpressionFunction.Known, "known(n)", "true" },
        { ExpressionFunction.Known, "known(un)", "false" },
        { ExpressionFunction.Known, "known(n / zero)", "false" },
        { ExpressionFunction.Default, "default(n, 1)", "6" },
        { ExpressionFunction.Default, "default(un, 1)", "1" },
        { ExpressionFunction.Default, "default(un, un)", "unknown" },
        { ExpressionFunction.Seconds, "seconds(d)", "5400" },
        { ExpressionFunction.Seconds, "seconds(250ms)", "0.25" },
        { ExpressionFunction.Seconds, "seconds(ud)", "unknown" },
        { ExpressionFunction.Minutes, "minutes(d)", "90" },
        { ExpressionFunction.Minutes, "minutes(ud)", "unknown" },
        { ExpressionFunction.Hours, "hours(d)", "1.5" },
        { ExpressionFunction.Hours, "hours(ud)", "unknown" },
        { ExpressionFunction.State, "state('night-light')", "enabled" },
        { ExpressionFunction.State, "state('other')", "unknown" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_Function_GivesValue(ExpressionFunction function, string text, string value)
    {
        var home = ExpressionHome.Furnished().Report("hall-lamp/light.on", true, changedAgo: TimeSpan.FromMinutes(10), seenAgo: TimeSpan.FromMinutes(1)).Report("kitchen-lamp/light.on", false)
            .Report("hall-lamp/light.brightness", 60, seenAgo: TimeSpan.FromMinutes(-5)).Report("kitchen-lamp/light.brightness", 20).GoOffline("kitchen-lamp");

        Assert.Equal(value, home.Evaluate(text).ToString());
        Assert.Contains(FunctionTable.Of(function).Name + "(", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_Functions_AreAllThere()
    {
        var shown = Cases.Select(row => (ExpressionFunction)((object[])row)[0]).ToHashSet();

        Assert.Equal([], Enum.GetValues<ExpressionFunction>().Where(function => !shown.Contains(function)));
    }

    [Theory]
    [InlineData("sunElevation()", "the place of the home is not known")]
    [InlineData("peopleHome()", "it is not known who is at home")]
    [InlineData("isWorkday()", "the calendar of the home is not known")]
    [InlineData("isHoliday()", "the calendar of the home is not known")]
    [InlineData("isHome('carla')", "it is not known whether that person is at home")]
    [InlineData("state('other')", "that automation does not exist")]
    [InlineData("1 / zero", "something is divided by zero")]
    [InlineData("clamp(n, m, zero)", "the low end of a range is above its high end")]
    [InlineData("number(name)", "the text is not a number")]
    [InlineData("round(n, 2.5 * m / 4)", "the number of digits is not a whole number from 0 to 10")]
    [InlineData("n * 1e308", "a number is too large")]
    [InlineData("min([])", "no member is known")]
    [InlineData("min(nothing)", "no member is known")]
    [InlineData("hall-lamp/light.on", "hall-lamp/light.on is not known")]
    [InlineData("max(values('light.brightness'))", "hall-lamp/light.brightness is not known")]
    [InlineData("un", "un is not known")]
    [InlineData("trigger.value * 2", "a value is of a kind that does not fit")]
    public void Evaluate_Unknown_SaysWhy(string text, string reason)
    {
        var home = ExpressionHome.Furnished();
        (home.SunElevation, home.PeopleHome, home.IsWorkday, home.IsHoliday) = (null, null, null, null);

        Assert.Equal(reason, home.Evaluate(text).Reason);
    }

    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "Europe/Berlin", "01:30", "sun", "2026-03-29")]
    [InlineData("2026-03-29T01:00:00Z", "Europe/Berlin", "03:00", "sun", "2026-03-29")]
    [InlineData("2026-10-25T00:30:59Z", "Europe/Berlin", "02:30", "sun", "2026-10-25")]
    [InlineData("2026-10-25T01:30:59Z", "Europe/Berlin", "02:30", "sun", "2026-10-25")]
    [InlineData("2028-02-29T12:00:00Z", "Pacific/Auckland", "01:00", "wed", "2028-03-01")]
    [InlineData("0001-01-01T00:00:00Z", "America/New_York", "00:00", "mon", "0001-01-01")]
    [InlineData("9999-12-31T23:59:59Z", "Asia/Tokyo", "23:59", "fri", "9999-12-31")]
    public void Evaluate_Time_IsThatOfTheHome(string now, string zone, string time, string weekday, string date)
    {
        var home = ExpressionHome.Furnished();
        home.Now = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        home.Zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

        Assert.Equal((time, weekday, date), (home.Evaluate("time()").ToString(), home.Evaluate("weekday()").ToString(), home.Evaluate("date()").ToString()));
    }

    [Fact]
    public void Evaluate_SelectionOverChangingHome_SeesDevicesThatJoinedLater()
    {
        var home = ExpressionHome.Furnished().Report("hall-lamp/light.on", true);
        var expression = home.Compile("count(values('light.on'))");

        Assert.Equal(ExpressionValue.FromNumber(1), expression.Evaluate(home));
        home.With("attic-lamp", "light", "Attic").Report("attic-lamp/light.on", true);
        Assert.Equal(ExpressionValue.FromNumber(2), expression.Evaluate(home));
    }

    [Theory]
    [InlineData(1_023, true)]
    [InlineData(1_024, true)]
    [InlineData(1_025, false)]
    public void Evaluate_SelectionOverManyDevices_IsUnknownBeyondTheBound(int count, bool isKnown)
    {
        var home = new ExpressionHome();
        for (var i = 0; i < count; i++)
        {
            home.With($"lamp-{i}", "light", "Hall");
        }

        Assert.Equal(isKnown, home.Evaluate("length(values('light.on'))").IsKnown);
    }
}
