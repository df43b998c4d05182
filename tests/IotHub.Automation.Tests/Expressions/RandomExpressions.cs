using System.Collections.Immutable;
using IotHub.Automation.Expressions.Evaluation;
using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Tests.Expressions;

/// <summary>Makes expressions from a seed: any that the grammar allows, or ones whose types mostly fit.</summary>
internal sealed class RandomExpressions(int seed)
{
    private static readonly string[] Words = ["a", "b_2", "_x", "trigger.id", "run.number", "trigger.arguments.key-code"];
    private static readonly string[] Texts = ["", "on", "it's", "\"", "back\\slash", "two\nlines", "{{ x }}", "温度", "😀", "mon", "Night"];
    private static readonly string[] Addresses = ["hall-lamp/light.on", "hall-lamp/light.brightness", "purifier/environment.pm2.5-density", "x/outlet-2.on", "1st/light.on"];
    private static readonly Contracts.Model.ContractProperty Mode = ExpressionHome.Furnished().PropertyOf("hall-lamp/light.mode");
    private static readonly double[] Numbers = [0, 1, -1, 21.5, -3, 0.1, 1e20, 1e-7, 123456789, double.MaxValue, double.Epsilon, 2.675];

    private readonly Random _random = new(seed);

    /// <summary>Any tree at all, at most so deep; positions are of no meaning.</summary>
    public ExpressionSyntax Any(int depth) => _random.Next(depth <= 0 ? 7 : 13) switch
    {
        0 => new ExpressionSyntax.Number(_random.Next(2) == 0 ? Pick(Numbers) : Math.Round((_random.NextDouble() - 0.5) * 1000, 3), default),
        1 => new ExpressionSyntax.Boolean(_random.Next(2) == 0, default),
        2 => new ExpressionSyntax.Quoted(Pick(Texts), default),
        3 => new ExpressionSyntax.Duration(TimeSpan.FromMilliseconds(_random.Next(-1_000_000_000, 1_000_000_000)), default),
        4 => new ExpressionSyntax.TimeOfDay(new TimeOnly(_random.Next(24), _random.Next(60), _random.Next(2) * _random.Next(60)), default),
        5 => new ExpressionSyntax.Property(Pick(Addresses), default),
        6 => new ExpressionSyntax.Name(Pick(Words), default),
        7 => new ExpressionSyntax.UnaryOperation((UnaryOperator)_random.Next(2), Any(depth - 1), default),
        8 or 9 or 10 => new ExpressionSyntax.BinaryOperation((BinaryOperator)_random.Next(15), Any(depth - 1), Any(depth - 1), default, default),
        11 => new ExpressionSyntax.Conditional(Any(depth - 1), Any(depth - 1), Any(depth - 1), default),
        _ => _random.Next(2) == 0
            ? new ExpressionSyntax.List(Several(depth - 1), default)
            : new ExpressionSyntax.Call(Pick(FunctionTable.All).Name, [.. Several(depth - 1).Select(value => new ExpressionSyntax.Argument(_random.Next(4) == 0 ? "room" : null, default, value))], default),
    };

    /// <summary>Text of an expression over the furnished home whose parts are of the type asked for, so that most of them are accepted.</summary>
    public string Typed(ExpressionKind kind, int depth)
    {
        if (depth <= 0 || _random.Next(6) == 0)
        {
            return Leaf(kind);
        }

        return _random.Next(8) switch
        {
            0 => $"({Typed(ExpressionKind.Boolean, depth - 1)} ? {Typed(kind, depth - 1)} : {Typed(kind, depth - 1)})",
            1 => $"default({Typed(kind, depth - 1)}, {Typed(kind, depth - 1)})",
            _ => Operation(kind, depth - 1),
        };
    }

    /// <summary>A value of any kind, small or at the edge of what there is.</summary>
    public ExpressionValue Value() => _random.Next(9) switch
    {
        0 => ExpressionValue.Unknown("it is not known"),
        1 => ExpressionValue.FromNumber(Pick(Numbers)),
        2 => ExpressionValue.FromBoolean(_random.Next(2) == 0),
        3 => ExpressionValue.FromText(_random.Next(3) == 0 ? new string('x', _random.Next(4_000, 4_200)) : Pick(Texts)),
        4 => ExpressionValue.FromDuration(_random.Next(3) == 0 ? TimeSpan.MinValue : TimeSpan.FromSeconds(_random.Next(-100_000, 100_000))),
        5 => ExpressionValue.FromMoment(_random.Next(3) == 0 ? DateTimeOffset.MaxValue : ExpressionHome.Morning.AddMinutes(_random.Next(-10_000, 10_000))),
        6 => ExpressionValue.FromTimeOfDay(new TimeOnly(_random.Next(24), _random.Next(60))),
        7 => ExpressionValue.FromChoice(_random.Next(-1, 5), Mode),
        _ => ExpressionValue.FromList([.. Enumerable.Range(0, _random.Next(20)).Select(_ => ExpressionValue.FromNumber(_random.Next(10)))]),
    };

    private string Leaf(ExpressionKind kind) => Pick(kind switch
    {
        ExpressionKind.Number => ["n", "un", "0", "21.5", "-3", "hall-lamp/light.brightness", "hall/temperature-humidity-sensor.temperature", "hall-lamp/light.mode", "sunElevation()", "peopleHome()"],
        ExpressionKind.Boolean => ["yes", "no", "ub", "true", "hall-lamp/light.on", "online('hall-lamp')", "isHome('anna')", "isWorkday()"],
        ExpressionKind.Text => ["name", "ut", "'x'", "weekday()", "date()", "state('night-light')", "trigger.value"],
        ExpressionKind.Duration => ["d", "ud", "5m", "-1h30m", "age(hall-lamp/light.on)", "since(hall-lamp/light.on)"],
        ExpressionKind.Moment => ["then", "now()"],
        ExpressionKind.TimeOfDay => ["wake", "07:00", "time()"],
        _ => (string[])["numbers", "[1, 2, 3]", "values('light.brightness')", "values('light.brightness', room: 'hall')"],
    });

    private string Operation(ExpressionKind kind, int depth)
    {
        string Of(ExpressionKind other) => Typed(other, depth);
        var (number, boolean, text, duration, list) = (ExpressionKind.Number, ExpressionKind.Boolean, ExpressionKind.Text, ExpressionKind.Duration, ExpressionKind.List);
        return kind switch
        {
            ExpressionKind.Number => Pick([
                () => $"({Of(number)} {Pick(["+", "-", "*", "/", "%"])} {Of(number)})", () => $"-({Of(number)})", () => $"round({Of(number)}, 2)", () => $"{Pick(["min", "max", "avg", "sum", "count"])}({Of(list)})",
                () => $"{Pick(["abs", "floor", "ceil", "round"])}({Of(number)})", () => $"length({Of(text)})", () => $"number({Of(text)})", () => $"({Of(duration)} / {Of(duration)})",
                () => $"clamp({Of(number)}, {Of(number)}, {Of(number)})", () => $"minutes({Of(duration)})", () => $"trigger.value + {Of(number)}",
            ])(),
            ExpressionKind.Boolean => Pick([
                () => $"({Of(boolean)} {Pick(["and", "or", "=", "!="])} {Of(boolean)})", () => $"not ({Of(boolean)})", () => $"({Of(number)} {Pick(["<", "<=", ">", ">=", "=", "!="])} {Of(number)})",
                () => $"({Of(text)} {Pick(["<", "=", "!="])} {Of(text)})", () => $"({Of(number)} {Pick(["in", "not in"])} {Of(list)})", () => $"known({Of(number)})", () => $"contains({Of(text)}, {Of(text)})",
                () => $"({Of(duration)} > {Of(duration)})", () => $"({Of(ExpressionKind.Moment)} < {Of(ExpressionKind.Moment)})", () => $"any({Of(boolean)}, {Of(boolean)})", () => $"all({Of(boolean)})",
                () => $"hall-lamp/light.mode {Pick(["=", "<"])} 'Night'", () => $"trigger.value = {Of(number)}",
            ])(),
            ExpressionKind.Text => Pick([
                () => $"({Of(text)} + {Of(text)})", () => $"{Pick(["lower", "upper", "trim"])}({Of(text)})", () => $"replace({Of(text)}, {Of(text)}, {Of(text)})", () => $"text({Of(number)})",
                () => $"text({Of(list)})", () => $"text({Of(ExpressionKind.Moment)})", () => $"text({Of(duration)})",
            ])(),
            ExpressionKind.Duration => Pick([
                () => $"({Of(duration)} {Pick(["+", "-"])} {Of(duration)})", () => $"({Of(duration)} * {Of(number)})", () => $"({Of(duration)} / {Of(number)})",
                () => $"({Of(ExpressionKind.Moment)} - {Of(ExpressionKind.Moment)})", () => $"({Of(ExpressionKind.TimeOfDay)} - {Of(ExpressionKind.TimeOfDay)})", () => $"abs({Of(duration)})",
            ])(),
            ExpressionKind.Moment or ExpressionKind.TimeOfDay => $"({Of(kind)} {Pick(["+", "-"])} {Of(duration)})",
            _ => $"[{Of(number)}, {Of(number)}, {Of(number)}]",
        };
    }

    private ImmutableArray<ExpressionSyntax> Several(int depth) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Any(depth))];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
