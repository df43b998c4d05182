namespace IotHub.Automation.Preview;

/// <summary>What is kept of every run, listed or not: enough to find it on the other side and to see whether it sent the same.</summary>
internal sealed class RunMark(DateTimeOffset at, string trigger)
{
    private ulong _commands = 14_695_981_039_346_656_037;

    public DateTimeOffset At => at;

    public string Trigger => trigger;

    /// <summary>The run as it is listed; null where it is beyond the bound.</summary>
    public PreviewRun? Shown { get; set; }

    public int CommandCount { get; private set; }

    /// <summary>Takes a command into what the run sent: which, and how long after its beginning (FNV-1a of 64 bits).</summary>
    public void Take(DateTimeOffset now, string text)
    {
        CommandCount++;
        Mix((ulong)(now - at).Ticks);
        foreach (var character in text)
        {
            Mix(character);
        }
    }

    public bool SendsAs(RunMark other) => CommandCount == other.CommandCount && _commands == other._commands;

    private void Mix(ulong part) => _commands = (_commands ^ part) * 1_099_511_628_211;
}
