"""The benchmark suite: fvopt and its peers, interleaved on the same inputs."""
