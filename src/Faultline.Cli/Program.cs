Console.WriteLine("Faultline");
