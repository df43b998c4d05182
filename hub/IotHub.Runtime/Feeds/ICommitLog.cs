namespace IotHub.Runtime.Feeds;

/// <summary>Something that writes outputs down in their order and says how far it has come.</summary>
public interface ICommitLog
{
    /// <summary>Told on the writer's thread each time that something was written, with the position up to which all is.</summary>
    event Action<long>? Committed;

    /// <summary>Position of the last output that it was offered and that it keeps.</summary>
    long Offered { get; }

    /// <summary>Position up to which all is written.</summary>
    long CommittedUpTo { get; }
}
