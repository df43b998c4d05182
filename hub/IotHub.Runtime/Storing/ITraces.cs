using System.Collections.Immutable;
using IotHub.Automation.Traces;

namespace IotHub.Runtime.Storing;

/// <summary>Why things happened, or did not: what automations decided, and what became of commands. Behind the hub by a moment, as the store is.</summary>
public interface ITraces
{
    /// <summary>Runs of an automation, newest first.</summary>
    /// <param name="automation">Its id, also of one that is deleted; <c>scene:evening</c> has no runs.</param>
    /// <param name="before">Only runs with a lower number; null for the newest.</param>
    /// <param name="countMax">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<RunRecord>> RunsAsync(string automation, long? before, int countMax, CancellationToken cancellationToken);

    /// <summary>Everything that is kept of one run; null where nothing is.</summary>
    /// <param name="automation">The automation's id.</param>
    /// <param name="run">The run's number, 1 or more.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<RunTrace?> RunAsync(string automation, long run, CancellationToken cancellationToken);

    /// <summary>Triggers of an automation that fired and were not followed, newest first: refused, skipped, dropped, cut off.</summary>
    /// <param name="automation">The automation's id.</param>
    /// <param name="span">When they fired.</param>
    /// <param name="countMax">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<Decision>> WhyNotAsync(string automation, TimeSpanFilter span, int countMax, CancellationToken cancellationToken);

    /// <summary>Decisions of all automations, newest first.</summary>
    /// <param name="span">When they were made.</param>
    /// <param name="countMax">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<Decision>> DecisionsAsync(TimeSpanFilter span, int countMax, CancellationToken cancellationToken);

    /// <summary>Commands to a device, newest first.</summary>
    /// <param name="device">The device's name, also of one that has left.</param>
    /// <param name="span">When they were sent.</param>
    /// <param name="countMax">At most this many, 1 or more.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ImmutableArray<CommandRecord>> CommandsAsync(string device, TimeSpanFilter span, int countMax, CancellationToken cancellationToken);

    /// <summary>Why a property has the value that it has, or had; null where no value is kept.</summary>
    /// <param name="device">The device's name, also of one that has left.</param>
    /// <param name="property">The property's address, <c>light.on</c>.</param>
    /// <param name="at">The value in force at this moment; null for the latest.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<ChangeReason?> WhyAsync(string device, string property, DateTimeOffset? at, CancellationToken cancellationToken);
}
