using IotHub.Automation.Expressions.Evaluation;

namespace IotHub.Automation.Engine.Runs;

/// <summary>The variables of a run by name, <c>limit</c>, <c>trigger.value</c>. A further one beyond the bound is not kept.</summary>
internal sealed class RunValues
{
    /// <summary>An automation names a few; with what triggers and loops bring this is a hundred times that.</summary>
    public const int ValuesMax = 256;

    private SortedDictionary<string, ExpressionValue>? _values;

    public IEnumerable<KeyValuePair<string, ExpressionValue>> All => _values ?? Enumerable.Empty<KeyValuePair<string, ExpressionValue>>();

    public ExpressionValue Find(string name) => _values is not null && _values.TryGetValue(name, out var value) ? value : default;

    public bool Has(string name) => _values?.ContainsKey(name) == true;

    public void Set(string name, ExpressionValue value)
    {
        _values ??= new SortedDictionary<string, ExpressionValue>(StringComparer.Ordinal);
        if (_values.Count < ValuesMax || _values.ContainsKey(name))
        {
            _values[name] = value;
        }
    }
}
