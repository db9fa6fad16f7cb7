//! Layers, losses and initialisers under PyTorch's names.
