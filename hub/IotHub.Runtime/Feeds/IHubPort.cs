namespace IotHub.Runtime.Feeds;

/// <summary>
/// Something that takes outputs from the loop. Called on the loop's thread after each step, so it must return at once: hand on to a
/// queue, never wait.
/// </summary>
public interface IHubPort
{
    /// <summary>Takes the outputs of one step. The list is reused: copy what must live longer.</summary>
    void Offer(IReadOnlyList<HubOutput> outputs);
}
