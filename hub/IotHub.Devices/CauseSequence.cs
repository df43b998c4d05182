namespace IotHub.Devices;

/// <summary>Gives causes their ids, in order. Owned by the loop; starts where the store left off, so ids never repeat.</summary>
/// <param name="next">The first id to give, 1 in a new home.</param>
public sealed class CauseSequence(long next)
{
    /// <summary>The id that the next cause will get.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Starts a chain.</summary>
    public Cause Root(CauseOrigin origin, string by) => Cause.Root(Next++, origin, by);

    /// <summary>Continues a chain.</summary>
    public Cause Then(Cause parent, CauseOrigin origin, string by) => parent.Then(Next++, origin, by);

    /// <summary>Takes an id for something that needs one and is no cause, such as a command.</summary>
    public long Take() => Next++;
}
