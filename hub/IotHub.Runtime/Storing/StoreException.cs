namespace IotHub.Runtime.Storing;

/// <summary>The store could not be read or written.</summary>
/// <param name="message">A sentence that names the file and the trouble.</param>
/// <param name="inner">What the database said.</param>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
