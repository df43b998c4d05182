namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Checks that belong together and run one after the other.</summary>
internal interface ICheckGroup
{
    /// <summary>What is being looked at, for a person who watches.</summary>
    string Title { get; }

    /// <summary>The clauses it looks at, to be named as not checked when it does not get its turn.</summary>
    IReadOnlyList<Clause> About { get; }

    Task RunAsync(CheckContext context, CancellationToken cancellationToken);
}
