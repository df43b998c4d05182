using IotHub.Automation.Expressions.Evaluation;

namespace IotHub.Automation.Engine.Runs;

/// <summary>
/// The variables of a run by name, <c>limit</c>, <c>trigger.value</c>. A further one beyond the bound is not kept. A sorted array: a run has a handful,
/// and a tree of five is ten objects.
/// </summary>
internal sealed class RunValues
{
    /// <summary>An automation names a few; with what triggers and loops bring this is a hundred times that.</summary>
    public const int ValuesMax = 256;

    // A trigger brings three, and the run its number and the trigger's id.
    private const int Usual = 5;

    private KeyValuePair<string, ExpressionValue>[] _values = [];
    private int _count;

    /// <summary>In order of names.</summary>
    public ReadOnlySpan<KeyValuePair<string, ExpressionValue>> All => _values.AsSpan(0, _count);

    public ExpressionValue Find(string name) => IndexOf(name) is >= 0 and var index ? _values[index].Value : default;

    public bool Has(string name) => IndexOf(name) >= 0;

    public void Set(string name, ExpressionValue value)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            _values[index] = KeyValuePair.Create(_values[index].Key, value);
        }
        else if (_count < ValuesMax)
        {
            Insert(~index, KeyValuePair.Create(name, value));
        }
    }

    private void Insert(int index, KeyValuePair<string, ExpressionValue> pair)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, _count == 0 ? Usual : _count * 2);
        }

        Array.Copy(_values, index, _values, index + 1, _count - index);
        _values[index] = pair;
        _count++;
    }

    /// <summary>Where it is; where it is not, the complement of where it would be.</summary>
    private int IndexOf(string name)
    {
        var (low, high) = (0, _count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_values[middle].Key, name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
