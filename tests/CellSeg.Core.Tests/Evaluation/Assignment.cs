namespace CellSeg.Core.Tests.Evaluation;

/// <summary>Minimal assignment by the Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(n³).</summary>
internal static class Assignment
{
    /// <summary>The column assigned to each row of a square matrix.</summary>
    public static int[] Solve(double[,] costs)
    {
        int n = costs.GetLength(0);
        double[] rowPotentials = new double[n + 1], columnPotentials = new double[n + 1];
        int[] rowOfColumn = new int[n + 1], way = new int[n + 1]; // counted from 1; 0 is the free column
        for (int row = 1; row <= n; row++)
        {
            rowOfColumn[0] = row;
            int column = 0;
            double[] slack = [.. Enumerable.Repeat(double.PositiveInfinity, n + 1)];
            bool[] used = new bool[n + 1];
            do
            {
                used[column] = true;
                int next = 0;
                double delta = double.PositiveInfinity;
                for (int j = 1; j <= n; j++)
                {
                    if (used[j])
                        continue;
                    int i = rowOfColumn[column];
                    double reduced = costs[i - 1, j - 1] - rowPotentials[i] - columnPotentials[j];
                    if (reduced < slack[j])
                        (slack[j], way[j]) = (reduced, column);
                    if (slack[j] < delta)
                        (delta, next) = (slack[j], j);
                }
                for (int j = 0; j <= n; j++)
                {
                    if (used[j])
                    {
                        rowPotentials[rowOfColumn[j]] += delta;
                        columnPotentials[j] -= delta;
                    }
                    else
                    {
                        slack[j] -= delta;
                    }
                }
                column = next;
            }
            while (rowOfColumn[column] != 0);
            for (; column != 0; column = way[column])
                rowOfColumn[column] = rowOfColumn[way[column]];
        }
        int[] result = new int[n];
        for (int j = 1; j <= n; j++)
            result[rowOfColumn[j] - 1] = j - 1;
        return result;
    }
}
