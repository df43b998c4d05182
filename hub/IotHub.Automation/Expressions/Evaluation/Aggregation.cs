using IotHub.Automation.Expressions.Syntax;
using IotHub.Automation.Expressions.Typing;

namespace IotHub.Automation.Expressions.Evaluation;

/// <summary>One pass over values for <c>min</c>, <c>max</c>, <c>avg</c>, <c>sum</c>, <c>count</c>, <c>any</c> and <c>all</c>. Members that are not known are passed over.</summary>
internal struct Aggregation(ExpressionFunction function)
{
    private ExpressionValue _result;
    private ExpressionValue _firstUnknown;
    private ExpressionValue _failure;
    private bool _hasFailed;
    private int _known;
    private int _counted;

    /// <summary>Takes the next member.</summary>
    public void Add(ExpressionValue member)
    {
        if (!member.IsKnown)
        {
            _firstUnknown = _firstUnknown.Reason == UnknownReasons.NotGiven ? member : _firstUnknown;
            return;
        }

        _known++;
        _counted += member.Kind == ExpressionKind.Boolean && !member.Holds ? 0 : 1;
        if (function == ExpressionFunction.Count || _hasFailed)
        {
            return;
        }

        var next = function switch
        {
            ExpressionFunction.Any or ExpressionFunction.All => Joined(member),
            ExpressionFunction.Sum or ExpressionFunction.Avg => _known == 1 ? Summand(member) : ValueArithmetic.Calculate(BinaryOperator.Add, _result, Summand(member)),
            _ => _known == 1 ? Summand(member, mayBeTime: true) : Nearer(member),
        };
        _hasFailed = !next.IsKnown;
        _failure = next;
        _result = next;
    }

    /// <summary>The result over all members; unknown when none was known, but 0 for <c>count</c>.</summary>
    public readonly ExpressionValue Result()
    {
        if (function == ExpressionFunction.Count)
        {
            return ExpressionValue.FromNumber(_counted);
        }

        if (_hasFailed)
        {
            return _failure;
        }

        if (_known == 0)
        {
            return _firstUnknown.Reason == UnknownReasons.NotGiven ? ExpressionValue.Unknown(UnknownReasons.NoMembers) : _firstUnknown;
        }

        return function == ExpressionFunction.Avg ? ValueArithmetic.Calculate(BinaryOperator.Divide, _result, ExpressionValue.FromNumber(_known)) : _result;
    }

    private readonly ExpressionValue Joined(ExpressionValue member) => member.Kind != ExpressionKind.Boolean
        ? ExpressionValue.Unknown(UnknownReasons.WrongKind)
        : _known == 1 ? member : ExpressionValue.FromBoolean(function == ExpressionFunction.Any ? _result.Holds || member.Holds : _result.Holds && member.Holds);

    // A choice counts as its number from here on.
    private static ExpressionValue Summand(ExpressionValue member, bool mayBeTime = false) => member.Kind switch
    {
        ExpressionKind.Number or ExpressionKind.Duration => member,
        ExpressionKind.Choice => ExpressionValue.FromNumber(member.AsNumber),
        ExpressionKind.Moment or ExpressionKind.TimeOfDay when mayBeTime => member,
        _ => ExpressionValue.Unknown(UnknownReasons.WrongKind),
    };

    private readonly ExpressionValue Nearer(ExpressionValue member)
    {
        var candidate = Summand(member, mayBeTime: true);
        if (!candidate.IsKnown || ValueComparison.Order(candidate, _result) is not { } order)
        {
            return ExpressionValue.Unknown(UnknownReasons.WrongKind);
        }

        return (function == ExpressionFunction.Min ? order < 0 : order > 0) ? candidate : _result;
    }
}
