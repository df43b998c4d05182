using System.Globalization;

namespace IotHub.Contracts.Parsing;

/// <summary>Gives each thing a name of its own: the second <c>on</c> is <c>on-2</c>, the third <c>on-3</c>.</summary>
/// <param name="separator">What stands before the number.</param>
/// <param name="comparer">When two names are the same.</param>
internal sealed class UniqueNames(string separator, StringComparer comparer)
{
    private readonly HashSet<string> _taken = new(comparer);
    private readonly Dictionary<string, int> _last = new(comparer);

    public string Take(string name)
    {
        if (_taken.Add(name))
        {
            return name;
        }

        // A name such as on-2 may also be written in the contract itself, so count on until one is free.
        var number = _last.GetValueOrDefault(name, 1);
        string candidate;
        do
        {
            number++;
            candidate = name + separator + number.ToString(CultureInfo.InvariantCulture);
        }
        while (!_taken.Add(candidate));
        _last[name] = number;
        return candidate;
    }
}
