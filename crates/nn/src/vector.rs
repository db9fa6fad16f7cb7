//! All parameters as one vector, and back.

use cresset_autograd::{Error, Result, Tensor, no_grad};

/// The elements of all parameters, one after another, with their gradients.
///
/// # Errors
/// No parameters, or dtypes that differ.
pub fn parameters_to_vector(parameters: &[Tensor]) -> Result<Tensor> {
    let flat: Vec<Tensor> = parameters.iter().map(|parameter| parameter.try_reshape([-1])).collect::<Result<_>>()?;
    Tensor::try_cat(&flat.iter().collect::<Vec<_>>(), 0)
}

/// Copies the elements of a vector over the parameters, one after another.
///
/// # Errors
/// Not one element for each of the parameters'; nothing is changed then.
pub fn vector_to_parameters(vector: &Tensor, parameters: &[Tensor]) -> Result<()> {
    let wanted: usize = parameters.iter().map(Tensor::numel).sum();
    if vector.sizes() != [wanted] {
        let shapes: [(_, &[usize]); 2] = [("vector", vector.sizes()), ("elements of parameters", &[wanted])];
        let remedy = "give a vector that parameters_to_vector made";
        return Err(Error::shape("vector_to_parameters", "sizes differ", &shapes, remedy));
    }
    let mut start = 0;
    for parameter in parameters {
        let part = vector.try_narrow(0, start, parameter.numel())?;
        no_grad(|| parameter.try_copy_(&part.try_reshape_as(parameter)?).map(drop))?;
        start += parameter.numel() as i64;
    }
    Ok(())
}
