using IotHub.Devices;

namespace IotHub.Automation.Engine.Runs;

/// <summary>One run, from its trigger to its last action.</summary>
/// <param name="owner">The automation.</param>
/// <param name="number">From 1 within the automation.</param>
/// <param name="trigger">Id of the trigger that set it going.</param>
/// <param name="cause">The cause of all that it does.</param>
/// <param name="values">Its variables, and what the trigger brought.</param>
internal sealed class AutomationRun(AutomationState owner, long number, string trigger, Cause cause, RunValues values)
{
    private int _strands;

    public AutomationState Owner => owner;

    public long Number => number;

    public string Trigger => trigger;

    public Cause Cause => cause;

    public RunValues Values => values;

    /// <summary>How many strands it has begun.</summary>
    public int StrandCount => _strands;

    /// <summary>How many steps were to leave a trace, those beyond the bound included.</summary>
    public int StepsTraced { get; set; }

    /// <summary>The strands that are not over, in the order of their beginning.</summary>
    public List<Strand> Strands { get; } = [];

    /// <summary>True from the moment that it is over.</summary>
    public bool IsOver { get; set; }

    public Strand Begin(Strand? parent, int start)
    {
        var strand = new Strand(this, _strands++, parent, start);
        Strands.Add(strand);
        return strand;
    }

    /// <summary>Puts back the strands that it had.</summary>
    public void Restore(int strandCount, IEnumerable<Strand> strands)
    {
        _strands = strandCount;
        Strands.AddRange(strands);
    }
}
