namespace IotHub.Runtime.Storing;

/// <summary>The past summed up, for charts and bills.</summary>
public interface ISignalHistory
{
    /// <summary>The past of several signals in columns of one length.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<SignalHistory> QueryAsync(SignalQuery query, CancellationToken cancellationToken);

    /// <summary>What devices used, in parts that sum up to the total.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<EnergyUse> EnergyAsync(EnergyQuery query, CancellationToken cancellationToken);
}
