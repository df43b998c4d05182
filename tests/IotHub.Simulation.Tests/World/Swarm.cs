namespace IotHub.Simulation.Tests.World;

/// <summary>Which faults a seed knows. Each is off in half of the seeds: faults that always come together hide one another.</summary>
internal sealed record Swarm
{
    public bool SilentDevices { get; private init; }

    public bool LateMessages { get; private init; }

    public bool DoubledMessages { get; private init; }

    public bool Crashes { get; private init; }

    public bool ErrorAnswers { get; private init; }

    public bool SpoiltPayloads { get; private init; }

    public bool Strangers { get; private init; }

    public bool PowerCuts { get; private init; }

    public bool ClockSteps { get; private init; }

    public bool FewPending { get; private init; }

    public bool FewDevices { get; private init; }

    public bool AsksBeforeAdopting { get; private init; }

    public static Swarm From(Random random)
    {
        return new Swarm
        {
            SilentDevices = Coin(),
            LateMessages = Coin(),
            DoubledMessages = Coin(),
            Crashes = Coin(),
            ErrorAnswers = Coin(),
            SpoiltPayloads = Coin(),
            Strangers = Coin(),
            PowerCuts = Coin(),
            ClockSteps = Coin(),
            FewPending = random.Next(4) == 0,
            FewDevices = random.Next(8) == 0,
            AsksBeforeAdopting = random.Next(4) == 0,
        };

        bool Coin() => random.Next(2) == 0;
    }
}
