using Microsoft.Data.Sqlite;

namespace IotHub.Storage.Files;

/// <summary>A prepared statement with its parameters, reused from row to row.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(Database database, SqliteCommand command, string[] parameters)
    {
        _database = database;
        _command = command;
        _parameters = new SqliteParameter[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _parameters[i] = _command.CreateParameter();
            _parameters[i].ParameterName = parameters[i];
            _command.Parameters.Add(_parameters[i]);
        }
    }

    /// <summary>Runs it and returns how many rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it for one whole number; null where it gives none.</summary>
    public long? Number(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() as long?;
    }

    /// <summary>Runs it for rows. Dispose the reader at once: it holds a read transaction.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        _database.BeforeStatement?.Invoke(_command.CommandText);
        for (var i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
