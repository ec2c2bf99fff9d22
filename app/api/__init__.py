"""The web API that other systems build on: questions, resources, search, writing, corrections, and HTTP as it should be."""
